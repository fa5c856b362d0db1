using Causeway.EndToEnd.Tests.Support;

namespace Causeway.EndToEnd.Tests.Lab;

/// <summary>
/// What `explain` says and what the running system does is the same, for every origin and recipient of every sample
/// that can run on loopback: good ones, and broken ones too, whose faults show in what `explain` says.
/// </summary>
[Collection(LabAddresses.Collection)]
public sealed class RehearsalTests
{
    // Mail that goes in circles is cut behind RCPT TO, where `explain` has no step; the lab's own scenario has it.
    private static readonly string[] Circles = ["loop-by-mx.yaml", "unknown-to-first-site.yaml"];

    public static TheoryData<string> Samples =>
    [
        .. Directory.GetFiles(Repository.Path("samples/topologies"), "*.yaml", SearchOption.AllDirectories)
            .Where(path => !Circles.Contains(Path.GetFileName(path)))
            .Select(path => Path.GetRelativePath(Repository.Root, path)).Order(StringComparer.Ordinal),
    ];

    [Theory]
    [MemberData(nameof(Samples))]
    public async Task A_running_topology_does_what_explain_says_for_every_origin_and_recipient(string sample)
    {
        await LabAddresses.WaitUntilFreeAsync();
        var result = await Command.CausewayAsync("lab", "--topology", Repository.Path(sample), "--json");

        var scenarios = result.Json.GetProperty("scenarios").EnumerateArray().ToList();
        var different = scenarios.Where(scenario => !scenario.GetProperty("ok").GetBoolean());
        Assert.Equal([], different.Select(scenario => scenario.ToString()));
        Assert.Equal(0, result.ExitCode);
        Assert.True(scenarios.Count >= 20, "so few say nothing of a topology");
        Assert.Contains(scenarios, scenario => scenario.GetProperty("hops").EnumerateArray()
            .Any(hop => Timeline.Text(hop, "action") == "deliver"));
        Assert.Contains(scenarios, scenario => scenario.GetProperty("hops").EnumerateArray()
            .Any(hop => Timeline.Text(hop, "action") == "refuse"));
    }

    [Fact]
    public async Task A_system_that_does_otherwise_is_found_out()
    {
        await LabAddresses.WaitUntilFreeAsync();
        var circle = Repository.Path("samples/topologies/broken/loop-by-mx.yaml");
        var result = await Command.CausewayAsync(
            "lab", "--topology", circle, "--scenario", "internet: group.cloud@contoso.example", "--json");

        Assert.Equal(1, result.ExitCode);
        var scenario = Assert.Single(result.Json.GetProperty("scenarios").EnumerateArray());
        Assert.StartsWith("other hops than explained", Timeline.Text(scenario, "observed"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_cannot_be_read_is_a_usage_error()
    {
        using var folder = new TemporaryFolder();
        var result = await Command.CausewayAsync("lab", "--topology", folder.Write("c.yaml", "nonsense: 1\n"));

        Assert.Equal((2, ""), (result.ExitCode, result.Output));
        Assert.Contains("c.yaml:1:1", result.Error, StringComparison.Ordinal);
    }
}
