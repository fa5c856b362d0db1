using System.Text.Json;
using Causeway.EndToEnd.Tests.Support;

namespace Causeway.EndToEnd.Tests.Lab;

/// <summary>The front door: the whole architecture on loopback, in one command.</summary>
[Collection(LabAddresses.Collection)]
public sealed class LabCommandTests
{
    private static readonly string[] Plain =
    [
        "domain-verified", "internet-to-cloud", "internet-to-office", "internet-to-both", "cloud-to-office",
        "office-to-cloud",
        "cloud-to-internet", "office-to-internet", "unknown-recipient", "door-cloud", "door-office",
        "door-routing-domain", "door-relay-filter", "door-relay-cloud", "door-relay-office", "wrong-certificate",
        "office-bounce", "loop", "group", "alias", "forward-outside", "forward-return", "automatic-reply", "cloud-down",
        "office-down", "filter-down",
    ];

    [Fact]
    public async Task Every_scenario_is_as_it_should_be_and_the_outside_is_called_by_the_cloud_only()
    {
        await LabAddresses.WaitUntilFreeAsync();
        var lab = await Command.JsonAsync("lab");

        Assert.True(lab.GetProperty("ok").GetBoolean());
        Assert.True(lab.GetProperty("seconds").GetDouble() > 0);
        var scenarios = lab.GetProperty("scenarios").EnumerateArray().ToList();
        Assert.Empty(Plain.Except(scenarios.Select(scenario => Timeline.Text(scenario, "id"))));
        Assert.All(scenarios, AssertScenario);
        var source = Assert.Single(lab.GetProperty("outside").GetProperty("connections").EnumerateArray());
        Assert.Equal("127.0.0.20", Timeline.Text(source, "source"));
        Assert.True(source.GetProperty("count").GetInt32() > 0);
    }

    [Fact]
    public async Task Without_json_it_prints_a_table_for_a_person()
    {
        await LabAddresses.WaitUntilFreeAsync();
        var result = await Command.CausewayAsync("lab", "--scenario", "internet-to-office");

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Contains("ok    internet-to-office", result.Output, StringComparison.Ordinal);
        Assert.Contains("office delivers to grace@contoso.example", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_scenario_can_be_chosen()
    {
        await LabAddresses.WaitUntilFreeAsync();
        var lab = await Command.JsonAsync("lab", "--scenario", "door-cloud");

        var scenario = Assert.Single(lab.GetProperty("scenarios").EnumerateArray());
        AssertScenario(scenario);
        Assert.Equal("door-cloud", Timeline.Text(scenario, "id"));
        Assert.All(
            scenario.GetProperty("hops").EnumerateArray(),
            hop => Assert.Equal(("refuse", "3a"), (Timeline.Text(hop, "action"), Timeline.Text(hop, "rule"))));
    }

    [Fact]
    public async Task A_data_folder_is_kept_and_serves_a_second_time()
    {
        using var folder = new TemporaryFolder();
        foreach (var count in (int[])[1, 2])
        {
            await LabAddresses.WaitUntilFreeAsync();
            await Command.JsonAsync("lab", "--scenario", "internet-to-cloud", "--data", folder.Path);
            var mailbox = await Command.JsonAsync("mailbox", "list", Hosts.Ada, "--data", folder.Path);
            Assert.Equal(count, mailbox.GetArrayLength());
        }
    }

    [Fact]
    public async Task An_unknown_scenario_is_a_usage_error_that_names_those_there_are()
    {
        var result = await Command.CausewayAsync("lab", "--scenario", "no-such-thing", "--json");

        Assert.Equal((2, ""), (result.ExitCode, result.Output));
        Assert.Contains("internet-to-cloud", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Show_names_hosts_mailboxes_and_what_differs_from_production()
    {
        var result = await Command.CausewayAsync("lab", "--show");

        Assert.Equal(0, result.ExitCode);
        string[] told =
        [
            "127.0.0.53:2053", "127.0.0.10:2525", "127.0.0.20:2525", "127.0.0.30:2525", "127.0.0.100:2525",
            "127.0.0.110:2525", "causeway-lab", "ada", "grace", "edsger", "2525 instead of 25", "1, 2, 5 s",
        ];
        Assert.All(told, word => Assert.Contains(word, result.Output, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_second_lab_says_which_port_is_taken_and_the_first_ends_by_SIGTERM()
    {
        await LabAddresses.WaitUntilFreeAsync();
        using var folder = new TemporaryFolder();
        await using var first = await CausewayProcess.StartAsync("lab", "--serve", "--data", folder.Path);

        var second = await Command.CausewayAsync("lab");

        Assert.Equal((3, ""), (second.ExitCode, second.Output));
        Assert.Contains("127.0.0.53:2053", second.Error, StringComparison.Ordinal);
        Assert.Equal((0, ""), await first.StopAsync());
        Assert.False(File.Exists(Path.Combine(folder.Path, "cloud", "api.sock")));
    }

    private static void AssertScenario(JsonElement scenario)
    {
        Assert.True(scenario.GetProperty("ok").GetBoolean(), scenario.ToString());
        Assert.NotEmpty(Timeline.Text(scenario, "expected")!);
        Assert.NotEmpty(Timeline.Text(scenario, "observed")!);
        Assert.NotEmpty(Timeline.Text(scenario, "traceId")!);
        Assert.NotEmpty(scenario.GetProperty("hops").EnumerateArray());
        Assert.All(scenario.GetProperty("hops").EnumerateArray(), Shapes.AssertHop);
    }
}
