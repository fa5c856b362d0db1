using Causeway.EndToEnd.Tests.Support;

namespace Causeway.EndToEnd.Tests.Lab;

/// <summary>"Where is my mail?": one timeline over all sites, refusals included.</summary>
[Collection(LabAddresses.Collection)]
public sealed class TraceTests(ServedLab lab) : IClassFixture<ServedLab>
{
    [Fact]
    public async Task One_timeline_leads_from_the_filter_by_the_cloud_to_the_office()
    {
        var mail = Mail.New("traced");
        await Swaks.SendAsync(Hosts.Filter, Hosts.Alice, Hosts.Grace, mail.Octets);

        var trace = await lab.Data.WaitForOutcomeAsync(mail.Id, "delivered");

        Shapes.AssertNames(trace.Json, "id", "messageId", "from", "to", "outcome", "events");
        Assert.Equal(mail.Id, Timeline.Text(trace.Json, "messageId"));
        Assert.Equal(Hosts.Alice, Timeline.Text(trace.Json, "from"));
        Assert.Contains(trace.Json.GetProperty("to").EnumerateArray(), to => to.GetString() == Hosts.Grace);
        Assert.All(trace.Events, one =>
            Shapes.AssertNames(one, "time", "site", "event", "detail", "peer", "tls", "reply"));
        string[] way =
        [
            "filter RECEIVE", "filter ROUTE", "cloud RECEIVE", "cloud ROUTE", "office RECEIVE", "office ROUTE",
            "office DELIVER",
        ];
        Assert.Equal(way, trace.Steps.Where(way.Contains));
        var times = trace.Events.Select(one => one.GetProperty("time").GetDateTimeOffset()).ToList();
        Assert.Equal(times.Order(), times);
        Assert.All(times, time => Assert.Equal(TimeSpan.Zero, time.Offset));
    }

    [Fact]
    public async Task Every_hop_between_own_sites_names_its_peer_and_its_TLS()
    {
        var mail = Mail.New("traced");
        await Swaks.SendAsync(Hosts.Filter, Hosts.Alice, Hosts.Grace, mail.Octets);

        var trace = await lab.Data.WaitForOutcomeAsync(mail.Id, "delivered");

        (string Site, string Event, string Peer)[] hops =
        [
            ("filter", "RELAY", "(cloud)"), ("cloud", "RECEIVE", "(filter)"), ("cloud", "RELAY", "(office)"),
            ("office", "RECEIVE", "(cloud)"),
        ];
        Assert.All(hops, hop =>
        {
            var one = trace.Event(hop.Site, hop.Event);
            Assert.EndsWith(hop.Peer, Timeline.Text(one, "peer"), StringComparison.Ordinal);
            Assert.StartsWith("TLS1.3", Timeline.Text(one, "tls"), StringComparison.Ordinal);
        });
        var entry = trace.Event("filter", "RECEIVE");
        Assert.StartsWith("127.0.0.101:", Timeline.Text(entry, "peer"), StringComparison.Ordinal);
        Assert.Null(Timeline.Text(entry, "tls"));
    }

    [Fact]
    public async Task It_is_found_by_id_by_sender_and_by_recipient_as_well()
    {
        var mail = Mail.New("traced");
        const string sender = "seldom@fabrikam.example";
        await Swaks.SendAsync(Hosts.Filter, sender, "charles+seldom@contoso.example", mail.Octets);
        var trace = await lab.Data.WaitForOutcomeAsync(mail.Id, "delivered");
        var id = Timeline.Text(trace.Json, "id")!;

        string[][] queries =
        [
            ["--id", id], ["--from", sender], ["--to", "charles+seldom@contoso.example"],
            ["--message-id", mail.Id.Trim('<', '>')],
            ["--from", sender, "--subject", "TRACED", "--address", "127.0.0.101", "--status", "delivered"],
            ["--to", "@contoso.example", "--from", sender, "--since", "10m", "--limit", "1"],
        ];
        foreach (var query in queries)
        {
            Assert.Equal(id, Timeline.Text(Assert.Single(await lab.Data.TraceAsync(query)), "id"));
        }
    }

    [Fact]
    public async Task A_refused_recipient_is_found_by_its_address()
    {
        const string nobody = "missing-person@contoso.example";
        var sent = await Swaks.SendAsync(Hosts.Filter, Hosts.Alice, nobody, Mail.New("no").Octets);
        Assert.Equal(Swaks.NoRecipientAccepted, sent.ExitCode);

        var trace = await Patience.UntilAsync(
            "the refusal's trace",
            async () => await lab.Data.TraceAsync("--to", nobody) is [var one] ? new Timeline(one) : null);

        Assert.Equal("refused", trace.Outcome);
        Assert.Equal(["filter REFUSE"], trace.Steps);
        Assert.StartsWith(
            "550 5.4.1", Timeline.Text(trace.Event("filter", "REFUSE"), "reply"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_message_that_was_delivered_is_not_among_those_of_another_outcome_address_or_time()
    {
        var mail = Mail.New("traced");
        await Swaks.SendAsync(Hosts.Filter, Hosts.Alice, Hosts.Grace, mail.Octets);
        await lab.Data.WaitForOutcomeAsync(mail.Id, "delivered");

        string[][] queries =
        [
            ["--status", "relayed"], ["--status", "held"], ["--address", "127.0.0.199"], ["--until", "1h"],
            ["--subject", "something else"],
        ];
        foreach (var query in queries)
        {
            Assert.Empty(await lab.Data.TraceAsync(["--message-id", mail.Id, .. query]));
        }
    }

    [Fact]
    public async Task Every_hop_tells_its_delay_in_the_table_and_in_JSON()
    {
        var mail = Mail.New("traced");
        await Swaks.SendAsync(Hosts.Filter, Hosts.Alice, Hosts.Grace, mail.Octets);

        var trace = await lab.Data.WaitForOutcomeAsync(mail.Id, "delivered");

        Assert.All(
            trace.Events.Where(one => Timeline.Text(one, "event") is "RELAY" or "DELIVER"),
            one => Assert.InRange(one.GetProperty("delayMs").GetInt64(), 0, 60_000));
        var table = (await Command.CausewayAsync("trace", "--message-id", mail.Id, "--data", lab.Data.Path)).Output;
        Assert.Matches(@"cloud +RELAY +\+[0-9.]+ m?s +grace@contoso\.example", table);
        Assert.Matches(@"peer 127\.0\.0\.30:2525 \(office\), TLS1\.3 TLS_", table);
        Assert.Matches(@"peer 127\.0\.0\.101:\d+, no TLS", table);
    }

    [Fact]
    public async Task CSV_has_a_header_and_a_row_for_each_event()
    {
        var mail = Mail.New("=HYPERLINK(1)");
        await Swaks.SendAsync(Hosts.Filter, Hosts.Alice, Hosts.Grace, mail.Octets);
        var trace = await lab.Data.WaitForOutcomeAsync(mail.Id, "delivered");

        var csv = await Command.CausewayAsync("trace", "--message-id", mail.Id, "--data", lab.Data.Path, "--csv");

        var lines = csv.Output.Split("\r\n");
        Assert.StartsWith("time,site,event,id,messageId,", lines[0], StringComparison.Ordinal);
        Assert.Equal(trace.Events.Count() + 2, lines.Length);
        Assert.Empty(lines[^1]);
        Assert.All(lines[1..^1], line => Assert.Contains(",'=HYPERLINK(1),delivered,", line, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("--status", "lost")]
    [InlineData("--address", "300.0.0.1")]
    [InlineData("--since", "yesterday")]
    [InlineData("--limit", "0")]
    [InlineData("--json", "--csv")]
    [InlineData("--follow", "--until", "1h")]
    public async Task What_makes_no_sense_is_said_and_nothing_else(params string[] options)
    {
        var result = await Command.CausewayAsync(["trace", "--data", lab.Data.Path, .. options]);

        Assert.Equal((2, ""), (result.ExitCode, result.Output));
        Assert.Contains("write ", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_query_that_nothing_fits_is_answered_with_no()
    {
        var result = await Command.CausewayAsync(
            "trace", "--message-id", "<no-such@message.example>", "--data", lab.Data.Path, "--json");

        Assert.Equal(1, result.ExitCode);
        Assert.Empty(result.Json.EnumerateArray());
    }
}
