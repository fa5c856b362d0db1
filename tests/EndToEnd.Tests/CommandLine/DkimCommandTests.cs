using System.Text.Json;
using Causeway.EndToEnd.Tests.Support;

namespace Causeway.EndToEnd.Tests.CommandLine;

/// <summary>The contract of <c>dkim</c>: keys beside the file, each with the record that it needs.</summary>
public sealed class DkimCommandTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string Topology => folder.File("causeway.yaml");

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task The_keys_that_init_made_sign_and_seal_at_once()
    {
        await InitAsync();

        var keys = (await Command.JsonAsync("dkim", "list", Topology)).EnumerateArray().ToList();

        Assert.Equal(
            ["filter contoso.example rsa-sha256 signing", "cloud contoso.example rsa-sha256 signing"],
            keys.Select(key => $"{Text(key, "site")} {Text(key, "domain")} {Text(key, "algorithm")} "
                + Text(key, "state")));
        Assert.All(keys, key =>
        {
            var record = key.GetProperty("record");
            Assert.Equal($"{Text(key, "selector")}._domainkey.contoso.example", Text(record, "name"));
            Assert.StartsWith("v=DKIM1; k=rsa; p=", Text(record, "value"), StringComparison.Ordinal);
            Assert.Equal(JsonValueKind.Null, key.GetProperty("signsUntil").ValueKind);
        });
    }

    [Fact]
    public async Task Rotation_makes_the_next_key_which_signs_two_days_later()
    {
        await InitAsync();

        var rotated = await Command.JsonAsync("dkim", "rotate", Topology, "--site", "cloud", "--ed25519");

        var keys = rotated.GetProperty("keys").EnumerateArray().ToList();
        Assert.Equal(
            ["rsa-sha256 signing", "rsa-sha256 waiting", "ed25519-sha256 waiting"],
            keys.Select(key => $"{Text(key, "algorithm")} {Text(key, "state")}"));
        Assert.Equal(keys[1].GetProperty("signsFrom").GetDateTimeOffset() + TimeSpan.FromDays(7),
            keys[0].GetProperty("publishedUntil").GetDateTimeOffset());
        Assert.Equal(
            TimeSpan.FromDays(2),
            keys[1].GetProperty("signsFrom").GetDateTimeOffset() - keys[1].GetProperty("created").GetDateTimeOffset());
        Assert.Equal(2, rotated.GetProperty("made").GetArrayLength());
        Assert.All(rotated.GetProperty("made").EnumerateArray(), path => Assert.True(File.Exists(path.GetString())));
    }

    [Fact]
    public async Task While_a_key_waits_another_is_made_in_an_emergency_only()
    {
        await InitAsync();
        await Command.JsonAsync("dkim", "rotate", Topology, "--site", "cloud");
        var again = await Command.JsonAsync("dkim", "rotate", Topology, "--site", "cloud");
        var now = await Command.JsonAsync("dkim", "rotate", Topology, "--site", "cloud", "--now");

        Assert.Equal(
            (0, 1), (again.GetProperty("made").GetArrayLength(), now.GetProperty("made").GetArrayLength()));
    }

    [Fact]
    public async Task A_site_without_a_key_is_a_no_and_said()
    {
        await InitAsync();
        Directory.Delete(folder.File("dkim/cloud"), recursive: true);

        var result = await Command.CausewayAsync("dkim", "list", Topology);

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("cloud  contoso.example  has no key", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_site_or_domain_that_signs_nothing_is_a_usage_error()
    {
        await InitAsync();

        var result = await Command.CausewayAsync("dkim", "rotate", Topology, "--domain", "fabrikam.example");

        Assert.Equal((2, ""), (result.ExitCode, result.Output));
        Assert.Contains("contoso.example at cloud", result.Error, StringComparison.Ordinal);
    }

    private async Task InitAsync()
    {
        var result = await Command.CausewayAsync("init", "contoso.example", "--out", folder.Path);
        Assert.True(result.ExitCode == 0, result.ToString());
    }

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;
}
