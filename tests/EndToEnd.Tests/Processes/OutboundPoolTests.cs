using System.Text.Json;
using Causeway.EndToEnd.Tests.Support;

namespace Causeway.EndToEnd.Tests.Processes;

/// <summary>
/// What leaves the cloud comes from the address of its pool; trace, header, explain and P3 say which.
/// </summary>
[Collection(LabAddresses.Collection)]
public sealed class OutboundPoolTests
{
    private const string Addresses = "    addresses: [127.0.0.20]\n";
    private const string Pools = Addresses
        + "    pools: { normal: [127.0.0.20], high-risk: [127.0.0.21], relay: [127.0.0.22] }\n";

    [Fact]
    public async Task Each_kind_of_mail_leaves_from_the_address_of_its_pool()
    {
        await LabAddresses.WaitUntilFreeAsync();
        using var folder = new TemporaryFolder();
        var file = LabFile.Replaced(folder, Addresses, Pools);
        await using var lab = await CausewayProcess.StartAsync(
            "lab", "--serve", "--topology", file, "--data", folder.File("data"));
        var data = new DataFolder(folder.File("data"));

        var written = Mail.New("of a user");
        var sent = await Swaks.SubmitAsync(Hosts.CloudSubmission, Hosts.Ada, Hosts.Alice, written.By(Hosts.Ada).Octets);
        Assert.True(sent.ExitCode == Swaks.Done, sent.ToString());
        await AssertLeftAsync(data, Hosts.Alice, written.Id, "normal", "127.0.0.20");

        // edsger forwards to bob outside, and keeps.
        var forwarded = Mail.New("to be forwarded");
        sent = await Swaks.SendAsync(Hosts.Filter, Hosts.Alice, Hosts.Edsger, forwarded.Octets);
        Assert.True(sent.ExitCode == Swaks.Done, sent.ToString());
        await AssertLeftAsync(data, Hosts.Bob, forwarded.Id, "relay", "127.0.0.22");

        var status = await Command.CausewayAsync("status", "--data", data.Path);
        Assert.Contains(
            "contoso: 0 direct connections to the Internet since", status.Output, StringComparison.Ordinal);
        Assert.Equal((0, ""), await lab.StopAsync());
    }

    [Fact]
    public async Task Explain_and_check_name_the_pools()
    {
        using var folder = new TemporaryFolder();
        var file = LabFile.Replaced(folder, Addresses, Pools);

        var bounce = await Command.JsonAsync("explain", file, "--from", Hosts.Grace, "--to", Hosts.Alice);
        var check = await Command.CausewayAsync("check", file, "--property", "P3");

        Assert.StartsWith(
            "normal: ", Timeline.Text(bounce.GetProperty("hops").EnumerateArray().Last(), "pool"),
            StringComparison.Ordinal);
        Assert.Contains(
            "cloud 127.0.0.20 (normal 127.0.0.20) (high-risk 127.0.0.21) (relay 127.0.0.22)", check.Output,
            StringComparison.Ordinal);
    }

    private static async Task AssertLeftAsync(DataFolder data, string to, string id, string pool, string address)
    {
        var trace = await Patience.UntilAsync($"{id} to be relayed to the outside", async () =>
            (await data.TraceAsync("--message-id", id)).Select(trace => new Timeline(trace))
                .FirstOrDefault(trace => trace.Events.Any(IsDeparture)));
        Assert.Contains(
            $"source {address}, pool {pool}: ", Timeline.Text(trace.Events.First(IsDeparture), "detail"),
            StringComparison.Ordinal);
        var text = await data.WaitForTextAsync(to, id);
        Assert.Contains($"[{address}]", text, StringComparison.Ordinal);
        Assert.Contains($"(pool {pool})", text.ReplaceLineEndings(" ").Replace("  ", " ", StringComparison.Ordinal),
            StringComparison.Ordinal);
    }

    private static bool IsDeparture(JsonElement one) =>
        Timeline.Text(one, "site") == "cloud" && Timeline.Text(one, "event") == "RELAY"
        && Timeline.Text(one, "detail")!.Contains("pool ", StringComparison.Ordinal);
}
