using System.Collections.Immutable;
using Causeway.Core.Replies;
using Causeway.Queue.Delivery;
using Causeway.Queue.Facts;
using Causeway.Watching.Ledgers;
using Causeway.Watching.Telemetry;
using Microsoft.Extensions.Time.Testing;

namespace Causeway.Watching.Tests.Ledgers;

/// <summary>What attempts tell of the ways to neighbours.</summary>
public class NeighbourLedgerTests
{
    private readonly FakeTimeProvider clock = new(Some.Now);
    private readonly NeighbourLedger ledger;

    public NeighbourLedgerTests() => ledger = new NeighbourLedger(clock);

    private NeighbourSeen Office => ledger.Of("contoso", "office", "mail.contoso.example");

    [Fact]
    public void Of_a_way_that_nobody_went_nothing_is_known() =>
        Assert.Equal(new NeighbourSeen("contoso", "office", "mail.contoso.example"), Office);

    [Fact]
    public void A_way_fails_since_its_first_failure_until_a_success()
    {
        Try(Outcome.Deferred, "451 4.4.1 a");
        clock.Advance(TimeSpan.FromMinutes(1));
        Try(Outcome.Deferred, "451 4.4.1 b");
        Assert.Equal(
            (Some.Now, Some.Now.AddMinutes(1), "451 4.4.1 b", null),
            (Office.FailingSince, Office.LastFailure, Office.LastReply, Office.LastSuccess));

        Try(Outcome.Relayed, "250 2.0.0 ok");
        Assert.Equal(
            (null, null, "250 2.0.0 ok", Some.Now.AddMinutes(1)),
            (Office.FailingSince, Office.LastFailure, Office.LastReply, Office.LastSuccess));
    }

    [Fact]
    public void A_neighbour_that_refuses_for_good_is_there()
    {
        Try(Outcome.Held, "550 5.1.1 no such recipient");
        Assert.Null(Office.FailingSince);
    }

    [Fact]
    public void A_neighbour_that_does_not_recognize_this_site_breaks_the_link()
    {
        Try(Outcome.Deferred, $"{ReplyTable.For(Reason.LinkBroken)} (the neighbour said: 550 5.7.51 no)");
        Assert.Equal(Some.Now, Office.BrokenSince);

        Try(Outcome.Deferred, "451 4.4.1 gone");
        Assert.Equal((null, Some.Now), (Office.BrokenSince, Office.FailingSince));
    }

    [Fact]
    public async Task Only_attempts_at_neighbours_are_heard_and_none_of_mail_about_alerts()
    {
        var report = new DeliveryReport([new Result("ada@contoso.example", Outcome.Deferred, "451 no")], null);
        using var meters = new SiteMeters("1.0.0");
        using var spans = new MailSpans("1.0.0", clock);
        var watched = new WatchedDeliverer(
            new Scripted(report), message => message.MessageId == "<alert>", ledger, new DirectLedger(clock),
            new FactLedger(_ => false), new TrafficMetrics(meters), spans, clock);

        var alert = Job(DestinationKind.Site);
        alert = alert with { Message = alert.Message with { MessageId = "<alert>" } };
        await watched.DeliverAsync(alert, TestContext.Current.CancellationToken);
        Assert.Null(Office.FailingSince);
        await watched.DeliverAsync(Job(DestinationKind.Internet), TestContext.Current.CancellationToken);
        Assert.Null(Office.FailingSince);
        Assert.Same(report, await watched.DeliverAsync(
            Job(DestinationKind.Site), TestContext.Current.CancellationToken));
        Assert.Equal(Some.Now, Office.FailingSince);
    }

    private void Try(Outcome outcome, string reply) => ledger.Add(
        Job(DestinationKind.Site), new DeliveryReport([new Result("ada@contoso.example", outcome, reply)], null));

    private static DeliveryJob Job(DestinationKind kind)
    {
        var copy = new Copy(0, kind, "office", ["ada@contoso.example"]);
        var message = new Accepted
        {
            At = Some.Now, Id = "1", TraceId = "", Organization = "contoso", From = "",
            Peer = new Peer("192.0.2.1:25", null, null, null), Recipients = copy.Recipients, Copies = [copy], Hops = [],
        };
        return new DeliveryJob(message, copy, copy.Recipients, 1);
    }

    private sealed class Scripted(DeliveryReport report) : IDeliverer
    {
        public ValueTask<DeliveryReport> DeliverAsync(DeliveryJob job, CancellationToken ct) =>
            ValueTask.FromResult(report);
    }
}
