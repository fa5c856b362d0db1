using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Causeway.EndToEnd.Tests.Support;

namespace Causeway.EndToEnd.Tests.CommandLine;

/// <summary>The contract of <c>check</c>: shape, verdicts, exit codes, memory.</summary>
public sealed class CheckCommandTests : IDisposable
{
    private static readonly string[] Verdicts =
        ["pass", "warn", "fail", "assumed", "not-applicable", "not-checked"];

    private readonly TemporaryFolder folder = new();

    public static TheoryData<string> Samples =>
    [
        .. Directory.GetFiles(Repository.Path("samples"), "*.yaml", SearchOption.AllDirectories)
            .Where(path => !path.Contains("/broken/", StringComparison.Ordinal))
            .Select(path => Path.GetRelativePath(Repository.Root, path)).Order(StringComparer.Ordinal),
    ];

    public void Dispose() => folder.Dispose();

    [Theory]
    [MemberData(nameof(Samples))]
    public async Task Every_sample_is_proved_in_twelve_properties(string sample)
    {
        var check = await Command.JsonAsync("check", Repository.Path(sample));

        Shapes.AssertNames(check, "file", "ok", "properties");
        Assert.True(check.GetProperty("ok").GetBoolean());
        var properties = check.GetProperty("properties").EnumerateArray().ToList();
        Assert.Equal(
            Enumerable.Range(1, 12).Select(number => $"P{number}"),
            properties.Select(property => Timeline.Text(property, "id")));
        Assert.All(properties, property =>
        {
            Shapes.AssertNames(property, "id", "title", "verdict", "summary", "counterexamples");
            Assert.Contains(Timeline.Text(property, "verdict"), Verdicts.Except(["fail"]));
            Assert.NotEmpty(Timeline.Text(property, "summary")!);
        });
        Assert.Equal("not-checked", Timeline.Text(properties[8], "verdict"));
    }

    [Theory]
    [InlineData("P1", "internet -> cloud -> office", "office -> cloud -> internet", "office <-> cloud")]
    [InlineData("P3", "internet -> filter -> cloud -> office", "office -> internet", "office <-> cloud")]
    [InlineData("P4", "internet -> filter -> cloud", "cloud -> internet", null)]
    public async Task A_broken_flow_fails_with_a_path_that_shows_it(
        string property, string inbound, string outbound, string? internalFlow)
    {
        var file = LabFile.WithFlow(folder, inbound, outbound, internalFlow);

        var result = await Command.CausewayAsync("check", file, "--json");

        Assert.Equal(1, result.ExitCode);
        Assert.False(result.Json.GetProperty("ok").GetBoolean());
        var failed = result.Json.GetProperty("properties").EnumerateArray()
            .Single(one => Timeline.Text(one, "id") == property);
        Assert.Equal("fail", Timeline.Text(failed, "verdict"));
        Assert.NotEmpty(failed.GetProperty("counterexamples").EnumerateArray());
        Assert.All(failed.GetProperty("counterexamples").EnumerateArray(), path =>
        {
            Shapes.AssertNames(path, "origin", "from", "to", "hops");
            Assert.NotEmpty(path.GetProperty("hops").EnumerateArray());
            Assert.All(path.GetProperty("hops").EnumerateArray(), Shapes.AssertHop);
        });
    }

    [Fact]
    public async Task For_a_person_it_ends_with_the_verdict()
    {
        var good = await Command.CausewayAsync("check", Repository.LabTopology);
        var broken = await Command.CausewayAsync("check", LabFile.WithFlow(
            folder, "internet -> cloud -> office", "office -> cloud -> internet", "office <-> cloud"));

        Assert.Equal((0, "proved"), (good.ExitCode, good.Output.TrimEnd().Split('\n')[^1]));
        Assert.Equal((1, "not proved: P1"), (broken.ExitCode, broken.Output.TrimEnd().Split('\n')[^1]));
    }

    [Fact]
    public async Task One_property_can_be_chosen_and_an_unknown_one_is_a_usage_error()
    {
        var broken = LabFile.WithFlow(
            folder, "internet -> cloud -> office", "office -> cloud -> internet", "office <-> cloud");

        Assert.Equal(1, (await Command.CausewayAsync("check", broken, "--property", "P1")).ExitCode);
        Assert.Equal(0, (await Command.CausewayAsync("check", broken, "--property", "P3")).ExitCode);
        var unknown = await Command.CausewayAsync("check", broken, "--property", "P13");
        Assert.Equal((2, ""), (unknown.ExitCode, unknown.Output));
    }

    [Theory]
    [InlineData("check")]
    [InlineData("explain", "--from", Hosts.Alice, "--to", Hosts.Ada)]
    public async Task An_unreadable_file_is_told_on_stderr_with_positions(string command, params string[] more)
    {
        var file = LabFile.Replaced(folder, "directory: cloud", "directry: cloud");
        var line = 1 + Array.FindIndex(
            File.ReadAllLines(file), text => text.StartsWith("directry", StringComparison.Ordinal));

        var json = await Command.CausewayAsync([command, file, .. more, "--json"]);
        var plain = await Command.CausewayAsync([command, file, .. more]);

        Assert.Equal((2, ""), (json.ExitCode, json.Output));
        var error = Assert.Single(JsonSerializer.Deserialize<JsonElement>(json.Error)
            .GetProperty("errors").EnumerateArray());
        Shapes.AssertNames(error, "line", "column", "found", "write");
        Assert.Equal((line, 1), (error.GetProperty("line").GetInt32(), error.GetProperty("column").GetInt32()));
        Assert.Equal((2, ""), (plain.ExitCode, plain.Output));
        Assert.StartsWith(
            $"{file}:{line}:1: {Timeline.Text(error, "found")}; {Timeline.Text(error, "write")}", plain.Error,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_does_not_exist_is_unreadable_input()
    {
        var result = await Command.CausewayAsync("check", folder.File("missing.yaml"), "--json");

        Assert.Equal((2, ""), (result.ExitCode, result.Output));
        Assert.NotEmpty(JsonSerializer.Deserialize<JsonElement>(result.Error).GetProperty("errors").EnumerateArray());
    }

    [Fact]
    public async Task A_hundred_thousand_recipients_need_less_than_300_MB()
    {
        var file = LabFile.Replaced(folder, "outage: 1d", "outage: 1d");
        var rows = new StringBuilder("address,kind,site,proxies\n");
        for (var i = 0; i < 100_000; i++)
        {
            var site = i % 2 == 0 ? "cloud" : "office";
            rows.Append(
                CultureInfo.InvariantCulture, $"user{i}@contoso.example,mailbox,{site},alias{i}@contoso.example\n");
        }

        folder.Write("recipients.csv", rows.ToString());
        var peak = 0L;
        var result = await Command.RunAsync(
            Repository.Launcher, ["check", file], watch: async process => peak = await WatchAsync(process));

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Contains("100000 recipients", result.Output, StringComparison.Ordinal);
        Assert.InRange(peak, 10 * 1024, 300 * 1024);
    }

    // VmHWM in kilobytes, as it was last seen; the kernel gives no peak of a process that has ended to a stranger.
    private static async Task<long> WatchAsync(Process process)
    {
        var peak = 0L;
        while (!process.HasExited)
        {
            peak = Math.Max(peak, Peak(process.Id));
            await Task.Delay(
                TimeSpan.FromMilliseconds(5), TimeProvider.System, TestContext.Current.CancellationToken);
        }

        return peak;
    }

    private static long Peak(int process)
    {
        try
        {
            var line = File.ReadLines($"/proc/{process}/status")
                .FirstOrDefault(text => text.StartsWith("VmHWM:", StringComparison.Ordinal));
            return line is null
                ? 0
                : long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return 0;
        }
    }
}
