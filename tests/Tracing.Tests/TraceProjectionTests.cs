using Causeway.Queue.Facts;

namespace Causeway.Tracing.Tests;

public sealed class TraceProjectionTests
{
    [Fact]
    public void A_bounce_names_its_notice_and_the_reply()
    {
        var message = Facts.Accepted(0, "M", Facts.To(DestinationKind.Site, "cloud"));
        var told = Facts.Trace("office", message, Notice(NoticeKind.Failed));
        Assert.Equal("bounced", told.Outcome);
        Assert.Equal("failed: notice N to alice@fabrikam.example", told.Events[^1].Detail);

        var ended = Facts.Trace("office", message, Notice(NoticeKind.Failed), Facts.Ended(2, "M", Outcome.Bounced));
        Assert.Equal("bounced", ended.Outcome);
        var bounce = Assert.Single(ended.Events, e => e.Event == TraceWords.Bounce);
        Assert.Equal("attempt 1; failed: notice N to alice@fabrikam.example", bounce.Detail);
        Assert.Equal("250 2.0.0 Ok", bounce.Reply);
    }

    [Fact]
    public void A_notice_of_delay_ends_nothing()
    {
        var trace = Facts.Trace(
            "office", Facts.Accepted(0, "M", Facts.To(DestinationKind.Site, "cloud")), Notice(NoticeKind.Delayed),
            Facts.Ended(2, "M", Outcome.Deferred));
        Assert.Equal("pending", trace.Outcome);
        Assert.Contains(trace.Events, e => e.Event == TraceWords.Notice);
    }

    [Fact]
    public void A_confirmation_stands_for_the_end_that_was_not_recorded() => Assert.Equal(
        "delivered",
        Facts.Trace(
            "office", Facts.Accepted(0, "M", Facts.To(DestinationKind.Mailbox, "")),
            Notice(NoticeKind.Delivered)).Outcome);

    private static readonly Fact Received =
        Facts.Accepted(0, "Q1", Facts.To(DestinationKind.Internet, "fabrikam.example"));

    [Theory]
    [InlineData(Outcome.Delivered, "DELIVER", "delivered")]
    [InlineData(Outcome.Relayed, "RELAY", "relayed")]
    [InlineData(Outcome.Deferred, "DEFER", "pending")]
    [InlineData(Outcome.Held, "HOLD", "held")]
    public void The_end_of_an_attempt_is_an_event_and_decides_the_outcome(Outcome outcome, string word, string expected)
    {
        var trace = Facts.Trace("cloud", Received, Facts.Ended(1, "Q1", outcome));
        Assert.Equal(["RECEIVE", "ROUTE", word], trace.Events.Select(e => e.Event));
        Assert.Equal(expected, trace.Outcome);
    }

    [Fact]
    public void What_was_not_tried_yet_is_pending() => Assert.Equal("pending", Facts.Trace("cloud", Received).Outcome);

    [Fact]
    public void A_message_that_was_deferred_and_then_relayed_is_relayed() => Assert.Equal("relayed", Facts.Trace(
        "cloud", Received, Facts.Ended(1, "Q1", Outcome.Deferred), Facts.Ended(61, "Q1", Outcome.Relayed)).Outcome);

    [Fact]
    public void A_copy_without_a_route_is_pending_until_its_sender_is_told() => Assert.Equal(
        "pending", Facts.Trace("cloud", Facts.Accepted(0, "Q1", Facts.To(DestinationKind.Held, "554 5.4.4"))).Outcome);

    [Fact]
    public void The_outcome_is_the_worst_of_any_recipient()
    {
        var message = Facts.Accepted(
            0,
            "Q1",
            Facts.To(DestinationKind.Mailbox, "cloud", "ada@x"),
            Facts.To(DestinationKind.Internet, "y", "b@y", 1));
        var ada = Facts.Ended(1, "Q1", Outcome.Delivered, "ada@x");
        Assert.Equal("pending", Facts.Trace("cloud", message, ada).Outcome);
        Assert.Equal(
            "held", Facts.Trace("cloud", message, ada, Facts.Ended(2, "Q1", Outcome.Held, "b@y", 1)).Outcome);
        Assert.Equal(
            "delivered", Facts.Trace("cloud", message, ada, Facts.Ended(2, "Q1", Outcome.Relayed, "b@y", 1)).Outcome);
    }

    [Fact]
    public void A_refused_session_is_a_trace_of_its_own()
    {
        var trace = Facts.Trace("cloud", Facts.Refused(0, "T9", "grace@contoso.example"));
        var refusal = Assert.Single(trace.Events);
        Assert.Equal(("T9", "refused", "REFUSE"), (trace.Id, trace.Outcome, refusal.Event));
        Assert.Equal(("RCPT: 3c: the door is locked", "550 5.7.51 Go away"), (refusal.Detail, refusal.Reply));
        Assert.Equal(["grace@contoso.example"], trace.To);
    }

    [Fact]
    public void Refusals_that_were_counted_are_a_trace_of_their_own()
    {
        var trace = Facts.Trace("cloud", Facts.Counted(0));
        var counted = Assert.Single(trace.Events);
        Assert.Equal(("TC", "refused", "REFUSE", 50), (trace.Id, trace.Outcome, counted.Event, counted.Count));
        Assert.Equal("2001:db8::/64", counted.Peer);
        Assert.Equal(
            "counted within a second: 50 further refusals (30 x 550 5.4.1, 20 x 503 5.5.1), 7 further connections "
            + "that did nothing",
            counted.Detail);
    }

    [Fact]
    public void Facts_seen_twice_make_no_second_reception() =>
        Assert.Equal(2, Facts.Trace("cloud", Received, Received).Events.Length);

    [Fact]
    public void Routing_tells_where_each_copy_goes_and_why()
    {
        var route = Facts.Trace("filter", Facts.Accepted(0, "Q1", Facts.To(DestinationKind.Site, "cloud"))).Events[1];
        Assert.Equal(("site", "cloud"), (route.NextKind, route.Next));
        Assert.Equal("relay grace@contoso.example: the next place of inbound (rule 3a)", route.Detail);
    }

    private static Accepted Notice(NoticeKind kind) => Facts.Accepted(1, "N") with
    {
        TraceId = "T1",
        From = "",
        Recipients = ["alice@fabrikam.example"],
        Notice = new NoticeOf("M", 0, ["grace@contoso.example"], kind),
    };
}
