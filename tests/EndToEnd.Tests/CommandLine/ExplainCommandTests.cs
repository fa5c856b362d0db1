using Causeway.EndToEnd.Tests.Support;

namespace Causeway.EndToEnd.Tests.CommandLine;

/// <summary>The contract of <c>explain</c>: what happens to mail from A to B.</summary>
public sealed class ExplainCommandTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(Hosts.Alice, Hosts.Grace, "delivered", 0, "filter relay", "cloud relay", "office deliver")]
    [InlineData(Hosts.Alice, "countess@contoso.example", "delivered", 0, "filter relay", "cloud deliver")]
    [InlineData("", Hosts.Ada, "delivered", 0, "filter relay", "cloud deliver")]
    [InlineData(Hosts.Ada, Hosts.Grace, "delivered", 0, "cloud relay", "office deliver")]
    [InlineData(Hosts.Grace, Hosts.Bob, "leaves", 0, "office relay", "cloud relay")]
    [InlineData(Hosts.Alice, Hosts.Nobody, "refused", 1, "filter refuse")]
    [InlineData(Hosts.Alice, Hosts.Bob, "refused", 1, "filter refuse")]
    [InlineData(Hosts.Alice, Hosts.AdaByRoutingDomain, "refused", 1, "filter refuse")]
    public async Task Outcome_hops_and_exit_code_agree(
        string from, string to, string outcome, int exitCode, params string[] hops)
    {
        var result = await Command.CausewayAsync(
            "explain", Repository.LabTopology, "--from", from, "--to", to, "--json");

        Assert.Equal(exitCode, result.ExitCode);
        Shapes.AssertNames(result.Json, "from", "to", "origin", "outcome", "hops", "deliveries");
        Assert.Equal(outcome, Timeline.Text(result.Json, "outcome"));
        var seen = result.Json.GetProperty("hops").EnumerateArray().ToList();
        Assert.All(seen, Shapes.AssertHop);
        Assert.Equal(hops, seen.Select(hop => $"{Timeline.Text(hop, "site")} {Timeline.Text(hop, "action")}"));
        Assert.Equal(outcome == "delivered", result.Json.GetProperty("deliveries").GetArrayLength() == 1);
    }

    [Fact]
    public async Task A_group_is_delivered_to_each_member_at_its_site()
    {
        var explained = await Command.JsonAsync(
            "explain", Repository.LabTopology, "--from", Hosts.Alice, "--to", "team@contoso.example");

        Assert.Equal(
            [$"{Hosts.Ada} at cloud", $"{Hosts.Grace} at office"],
            explained.GetProperty("deliveries").EnumerateArray()
                .Select(end => $"{Timeline.Text(end, "recipient")} at {Timeline.Text(end, "site")}").Order());
        Assert.Contains(
            explained.GetProperty("hops").EnumerateArray(), hop => Timeline.Text(hop, "action") == "expand");
    }

    [Theory]
    [InlineData("internet", Hosts.Ada, Hosts.Grace, "delivered", "filter")]
    [InlineData("office", Hosts.Grace, Hosts.Ada, "delivered", "office")]
    [InlineData("cloud", Hosts.Ada, Hosts.Bob, "leaves", "cloud")]
    public async Task At_says_where_the_mail_is_handed_in(
        string at, string from, string to, string outcome, string first)
    {
        var explained = await Command.JsonAsync(
            "explain", Repository.LabTopology, "--from", from, "--to", to, "--at", at);

        Assert.Equal(outcome, Timeline.Text(explained, "outcome"));
        Assert.Equal(first, Timeline.Text(explained.GetProperty("hops")[0], "site"));
    }

    [Fact]
    public async Task Mail_that_is_accepted_and_then_finds_no_way_is_undeliverable()
    {
        var file = LabFile.WithFlow(folder, "internet -> filter -> cloud", "cloud -> internet", null);

        var result = await Command.CausewayAsync("explain", file, "--from", Hosts.Alice, "--to", Hosts.Grace, "--json");

        Assert.Equal(1, result.ExitCode);
        Assert.Equal("undeliverable", Timeline.Text(result.Json, "outcome"));
        var last = result.Json.GetProperty("hops").EnumerateArray().Last();
        Assert.StartsWith("550 5.4.4", Timeline.Text(last, "reply"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("not an address", Hosts.Ada, "internet")]
    [InlineData(Hosts.Alice, "not an address", "internet")]
    [InlineData(Hosts.Alice, Hosts.Ada, "no-such-site")]
    public async Task What_cannot_be_asked_is_a_usage_error(string from, string to, string at)
    {
        var result = await Command.CausewayAsync(
            "explain", Repository.LabTopology, "--from", from, "--to", to, "--at", at, "--json");

        Assert.Equal((2, ""), (result.ExitCode, result.Output));
        Assert.NotEmpty(result.Error);
    }
}
