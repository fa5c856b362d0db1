using System.Text.Json;
using Causeway.EndToEnd.Tests.Support;

namespace Causeway.EndToEnd.Tests.CommandLine;

/// <summary>The contract of <c>render</c> and <c>import</c>.</summary>
public sealed class RenderCommandTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Render_prints_every_file_below_its_name_or_writes_them()
    {
        var file = WithOffice("postfix");

        var printed = await Command.CausewayAsync("render", file, "--site", "office");
        var written = await Command.CausewayAsync("render", file, "--site", "office", "--out", folder.File("out"));

        Assert.Equal((0, 0), (printed.ExitCode, written.ExitCode));
        var names = printed.Output.Split('\n')
            .Where(line => line.StartsWith("# file: ", StringComparison.Ordinal)).Select(line => line[8..]).ToList();
        Assert.Contains("main.cf", names);
        Assert.Equal(
            names.Order(StringComparer.Ordinal),
            Directory.GetFiles(folder.File("out")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.All(names, name =>
            Assert.Contains(File.ReadAllText(folder.File($"out/{name}")), printed.Output, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("causeway", "cloud", "causeway up")]
    [InlineData("exchange-server", "office", "certificate: for office")]
    [InlineData("postfix", "nowhere", "no site 'nowhere'")]
    public async Task What_cannot_be_rendered_is_exit_code_2_and_an_empty_stdout(
        string platform, string site, string message)
    {
        var result = await Command.CausewayAsync("render", WithOffice(platform), "--site", site);

        Assert.Equal((2, ""), (result.ExitCode, result.Output));
        Assert.Contains(message, result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Import_says_no_with_exit_code_1_and_yes_with_0()
    {
        var file = WithOffice("postfix");
        await Command.CausewayAsync("render", file, "--site", "office", "--out", folder.File("out"));
        var settings = folder.File("out/main.cf");

        var same = await Command.CausewayAsync("import", file, "--site", "office", "--postfix", settings);
        File.AppendAllText(settings, "relayhost =\n");
        var other = await Command.CausewayAsync("import", file, "--site", "office", "--postfix", settings);
        var json = await Command.CausewayAsync("import", file, "--site", "office", "--postfix", settings, "--json");

        Assert.True(same.ExitCode == 0, same.ToString());
        Assert.Equal((1, 1), (other.ExitCode, json.ExitCode));
        Assert.StartsWith("relayhost\n", other.Output, StringComparison.Ordinal);
        Shapes.AssertNames(json.Json, "file", "site", "ok", "differences", "notes");
        Assert.Equal(JsonValueKind.False, json.Json.GetProperty("ok").ValueKind);
        Shapes.AssertNames(
            Assert.Single(json.Json.GetProperty("differences").EnumerateArray()), "setting", "found", "wanted", "why");
    }

    [Theory]
    [InlineData]
    [InlineData("--postfix", "no-such-file")]
    [InlineData("--postfix", "recipients.csv")]
    [InlineData("--exchange-online", "recipients.csv")]
    [InlineData("--postfix", "recipients.csv", "--exchange-online", "recipients.csv")]
    [InlineData("--exchange-online", "recipients.csv", "--maps", ".")]
    public async Task What_cannot_be_imported_is_exit_code_2_and_an_empty_stdout(params string[] options)
    {
        var file = WithOffice("postfix");
        var paths = options.Select(option =>
            option.StartsWith("--", StringComparison.Ordinal) ? option : folder.File(option));

        var result = await Command.CausewayAsync(["import", file, "--site", "office", "--json", .. paths]);

        Assert.Equal((2, ""), (result.ExitCode, result.Output));
        Assert.NotEmpty(result.Error);
    }

    [Fact]
    public async Task Unreadable_input_is_told_as_json_where_json_was_asked_for()
    {
        var file = WithOffice("postfix");

        var result = await Command.CausewayAsync(
            "import", file, "--site", "office", "--json", "--postfix", folder.File("recipients.csv"));

        var error = Assert.Single(
            JsonSerializer.Deserialize<JsonElement>(result.Error).GetProperty("errors").EnumerateArray());
        Shapes.AssertNames(error, "line", "column", "found", "write");
        Assert.Contains("postconf -n", Timeline.Text(error, "write"), StringComparison.Ordinal);
    }

    private string WithOffice(string platform) => LabFile.Replaced(
        folder, "    host: mail.contoso.example\n", $"    host: mail.contoso.example\n    platform: {platform}\n");
}
