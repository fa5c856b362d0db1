using System.Text.RegularExpressions;
using Causeway.EndToEnd.Tests.Support;

namespace Causeway.EndToEnd.Tests.CommandLine;

/// <summary>The contract of <c>init</c>: a topology that is proved as it stands, keys for their owner only.</summary>
public sealed partial class InitCommandTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string Out => folder.File("out");

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task It_writes_a_topology_that_is_proved()
    {
        var result = await InitAsync("contoso.example");

        Assert.True(result.ExitCode == 0, result.ToString());
        var check = await Command.JsonAsync("check", Path.Combine(Out, "causeway.yaml"));
        Assert.True(check.GetProperty("ok").GetBoolean());
    }

    [Fact]
    public async Task Every_key_is_its_owners_only_and_out_of_version_control()
    {
        await InitAsync("contoso.example");

        var keys = Directory.GetFiles(Out, "*.key", SearchOption.AllDirectories);
        Assert.Equal(
            [
                "authority.key", "dkim/cloud/contoso.example/cloud-DAY.key",
                "dkim/filter/contoso.example/filter-DAY.key",
                "identities/cloud.key", "identities/filter.key", "identities/office.key",
            ],
            keys.Select(key => Day().Replace(Path.GetRelativePath(Out, key), "-DAY.")).Order(StringComparer.Ordinal));
        Assert.All(keys, key => Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(key)));
        Assert.Contains("*.key", File.ReadLines(Path.Combine(Out, ".gitignore")));
    }

    [Fact]
    public async Task A_second_time_it_says_no_and_changes_nothing()
    {
        await InitAsync("contoso.example");
        var before = Contents();

        var second = await InitAsync("fabrikam.example");

        Assert.Equal((1, ""), (second.ExitCode, second.Output));
        Assert.Contains("causeway.yaml", second.Error, StringComparison.Ordinal);
        Assert.Equal(before, Contents());
    }

    [Theory]
    [InlineData("no domain")]
    [InlineData("contoso..example")]
    [InlineData("-contoso.example")]
    public async Task What_is_no_domain_is_a_usage_error(string domain)
    {
        var result = await InitAsync(domain);

        Assert.Equal((2, ""), (result.ExitCode, result.Output));
        Assert.False(Directory.Exists(Out));
    }

    [GeneratedRegex(@"-\d{8}\.", RegexOptions.NonBacktracking)]
    private static partial Regex Day();

    private Task<CommandResult> InitAsync(string domain) => Command.CausewayAsync(["init", "--out", Out, "--", domain]);

    private Dictionary<string, string> Contents() => Directory.GetFiles(Out, "*", SearchOption.AllDirectories)
        .ToDictionary(path => path, path => Convert.ToHexString(File.ReadAllBytes(path)));
}
