using System.Text.Json;
using Causeway.Queue.Facts;

namespace Causeway.Tracing.Tests;

public sealed class TraceTimelineTests
{
    private static readonly MessageTrace AtFilter = Facts.Trace(
        "filter",
        Facts.Accepted(0, "F1", Facts.To(DestinationKind.Site, "cloud")),
        Facts.Ended(2, "F1", Outcome.Relayed));

    private static readonly MessageTrace AtCloud = Facts.Trace(
        "cloud",
        Facts.Accepted(1, "C1", Facts.To(DestinationKind.Site, "office")),
        Facts.Ended(4, "C1", Outcome.Relayed));

    private static readonly MessageTrace AtOffice = Facts.Trace(
        "office",
        Facts.Accepted(3, "O1", Facts.To(DestinationKind.Mailbox, "office")),
        Facts.Ended(5, "O1", Outcome.Delivered));

    [Fact]
    public void Several_sites_make_one_timeline_whatever_the_order_of_their_answers()
    {
        var trace = Assert.Single(TraceTimeline.Merge([AtOffice, AtFilter, AtCloud]));
        Assert.Equal("delivered", trace.Outcome);
        Assert.Equal(
            "filter RECEIVE, filter ROUTE, cloud RECEIVE, cloud ROUTE, filter RELAY, office RECEIVE, office ROUTE, "
            + "cloud RELAY, office DELIVER",
            string.Join(", ", trace.Events.Select(e => $"{e.Site} {e.Event}")));
        Assert.Equal(["grace@contoso.example"], trace.To);
    }

    [Fact]
    public void Every_event_tells_the_time_at_its_site_and_since_the_event_before()
    {
        var trace = Assert.Single(TraceTimeline.Merge([AtOffice, AtFilter, AtCloud]));
        Assert.Equal(
            "filter RECEIVE - -, filter ROUTE - 0, cloud RECEIVE - 1000, cloud ROUTE - 0, filter RELAY 2000 1000, "
            + "office RECEIVE - 1000, office ROUTE - 0, cloud RELAY 3000 1000, office DELIVER 2000 1000",
            string.Join(", ", trace.Events.Select(e =>
                $"{e.Site} {e.Event} {e.DelayMs?.ToString() ?? "-"} {e.SincePreviousMs?.ToString() ?? "-"}")));
    }

    [Fact]
    public void A_site_whose_log_is_not_read_leaves_the_message_relayed() =>
        Assert.Equal("relayed", Assert.Single(TraceTimeline.Merge([AtFilter, AtCloud])).Outcome);

    [Fact]
    public void A_message_that_waits_at_a_later_site_is_pending()
    {
        var waiting = Facts.Trace(
            "office",
            Facts.Accepted(3, "O1", Facts.To(DestinationKind.Mailbox, "office")),
            Facts.Ended(5, "O1", Outcome.Deferred));
        Assert.Equal("pending", Assert.Single(TraceTimeline.Merge([AtFilter, AtCloud, waiting])).Outcome);
    }

    [Fact]
    public void Traces_of_different_ids_stay_apart()
    {
        var refused = Facts.Trace("cloud", Facts.Refused(9, "T9", "grace@contoso.example"));
        Assert.Equal(["T1", "T9"], TraceTimeline.Merge([refused, AtFilter]).Select(trace => trace.Id));
    }

    [Fact]
    public void A_trace_has_the_names_of_the_command_line_and_reads_back()
    {
        var json = JsonSerializer.Serialize([AtFilter], TraceJson.Default.MessageTraceArray);
        using var document = JsonDocument.Parse(json);
        var trace = document.RootElement[0];
        Assert.Superset(
            new HashSet<string> { "id", "messageId", "from", "to", "outcome", "events" },
            trace.EnumerateObject().Select(property => property.Name).ToHashSet());
        Assert.Superset(
            new HashSet<string> { "time", "site", "event", "detail", "peer", "tls", "reply", "delayMs" },
            trace.GetProperty("events")[0].EnumerateObject().Select(property => property.Name).ToHashSet());
        var read = JsonSerializer.Deserialize(json, TraceJson.Default.MessageTraceArray)!;
        Assert.Equal("relayed", Assert.Single(TraceTimeline.Merge(read)).Outcome);
    }
}
