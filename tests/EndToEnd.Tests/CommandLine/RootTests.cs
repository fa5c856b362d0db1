using Causeway.EndToEnd.Tests.Support;

namespace Causeway.EndToEnd.Tests.CommandLine;

/// <summary>What all commands have in common: answers on stdout, everything else on stderr, four exit codes.</summary>
public sealed class RootTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData]
    [InlineData("no-such-command")]
    [InlineData("check")]
    [InlineData("check", "one.yaml", "two.yaml")]
    [InlineData("explain", "one.yaml")]
    [InlineData("up", "one.yaml")]
    [InlineData("lab", "--no-such-option")]
    [InlineData("mailbox", "list")]
    [InlineData("mailbox", "list", "not an address", "--data", "/tmp")]
    [InlineData("trace")]
    public async Task Wrong_usage_is_exit_code_2_and_an_empty_stdout(params string[] arguments)
    {
        var result = await Command.CausewayAsync(arguments);

        Assert.Equal((2, ""), (result.ExitCode, result.Output));
        Assert.NotEmpty(result.Error);
    }

    [Theory]
    [InlineData("mailbox", "list", Hosts.Ada)]
    [InlineData("mailbox", "show", Hosts.Ada)]
    [InlineData("trace", "--to", Hosts.Ada)]
    [InlineData("recipient", "password", Hosts.Ada)]
    public async Task A_folder_without_a_sites_data_is_exit_code_3(params string[] arguments)
    {
        var result = await Command.CausewayAsync([.. arguments, "--data", folder.Path]);

        Assert.Equal((3, ""), (result.ExitCode, result.Output));
        Assert.Contains(folder.Path, result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("lab", "--help")]
    [InlineData("--version")]
    public async Task Help_is_an_answer(params string[] arguments)
    {
        var result = await Command.CausewayAsync(arguments);

        Assert.Equal(0, result.ExitCode);
        Assert.NotEmpty(result.Output);
    }

    [Fact]
    public async Task The_launcher_works_from_any_folder_and_by_a_link()
    {
        var link = folder.File("cw");
        File.CreateSymbolicLink(link, Repository.Launcher);

        var result = await Command.RunAsync("/bin/sh", ["-c", $"cd / && exec {link} check {Repository.LabTopology}"]);

        Assert.True(result.ExitCode == 0, result.ToString());
    }
}
