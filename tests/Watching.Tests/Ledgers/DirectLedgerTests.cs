using Causeway.Core.Topology;
using Causeway.Queue.Delivery;
using Causeway.Queue.Facts;
using Causeway.Watching.Alerts;
using Causeway.Watching.Ledgers;
using Microsoft.Extensions.Time.Testing;

namespace Causeway.Watching.Tests.Ledgers;

/// <summary>A site that stands before another in outbound is to open no connection to the Internet.</summary>
public sealed class DirectLedgerTests
{
    private static readonly Site Office = Site("office", SiteKind.OnPremises);
    private static readonly Site Cloud = Site("cloud", SiteKind.Cloud);
    private static readonly Organization Contoso = new()
    {
        Name = "contoso",
        Domains = [],
        Sites = [Cloud, Office],
        Flow = new MailFlow(
            [Place.Internet, new Place(Cloud.Name), new Place(Office.Name)],
            [new Place(Office.Name), new Place(Cloud.Name), Place.Internet], []),
        Connectors = [],
        Directory = Cloud.Name,
    };

    private readonly FakeTimeProvider clock = new(Some.Now);
    private readonly DirectLedger ledger;

    public DirectLedgerTests() => ledger = new DirectLedger(clock);

    [Fact]
    public void An_office_is_watched_and_the_last_site_of_outbound_is_not()
    {
        Assert.Equal(new DirectSeen("contoso", Some.Now), ledger.Of(Contoso, Office));
        Assert.Null(ledger.Of(Contoso, Cloud));
    }

    [Fact]
    public void Connections_to_own_sites_are_as_they_should_be()
    {
        ledger.Add(Job(DestinationKind.Site), Report("192.0.2.20:25", "cloud"));
        ledger.Add(Job(DestinationKind.Mailbox), new DeliveryReport([], null));

        Assert.Equal(0, ledger.Of(Contoso, Office)!.Count);
    }

    [Fact]
    public void A_connection_to_the_internet_is_counted_with_both_its_ends_and_is_an_alert()
    {
        ledger.Of(Contoso, Office);
        clock.Advance(TimeSpan.FromHours(3));
        ledger.Add(Job(DestinationKind.Internet), Report("203.0.113.9:25", null));

        var seen = ledger.Of(Contoso, Office)!;
        Assert.Equal(
            new DirectSeen(
                "contoso", Some.Now, 1, Some.Now.AddHours(3), "203.0.113.9:25", "198.51.100.25", "Q1"), seen);
        var alert = Assert.Single(Judged(seen, Some.Now.AddHours(3)));
        Assert.Equal((AlertTable.DirectLeak, Severity.Critical), (alert.Id, alert.Severity));
        Assert.Contains("from 198.51.100.25 to 203.0.113.9:25", alert.Found, StringComparison.Ordinal);
        Assert.Empty(Judged(seen, Some.Now.AddHours(5)));
    }

    [Fact]
    public void What_was_counted_outlives_a_restart()
    {
        var before = new DirectSeen("contoso", Some.Now.AddDays(-9), 2, Some.Now.AddDays(-1));
        ledger.Restore([before]);

        Assert.Equal(before, ledger.Of(Contoso, Office));
    }

    private static IReadOnlyList<Alert> Judged(DirectSeen seen, DateTimeOffset at) => Judge.Of(
        Some.Observation() with { At = at, Direct = [seen], Certificates = [] }, [("contoso", AlertPolicy.Default)]);

    private static DeliveryReport Report(string address, string? site) =>
        new([], new Peer(address, site, null, null)) { Source = "198.51.100.25" };

    private static DeliveryJob Job(DestinationKind kind)
    {
        var copy = new Copy(0, kind, "fabrikam.example", ["alice@fabrikam.example"]);
        return new DeliveryJob(
            new Accepted
            {
                At = Some.Now,
                Id = "Q1",
                TraceId = "T1",
                Organization = "contoso",
                Peer = new Peer("127.0.0.1:1", null, null, null),
                From = "grace@contoso.example",
                Recipients = ["alice@fabrikam.example"],
                Copies = [copy],
                Hops = [],
            },
            copy, copy.Recipients, 1);
    }

    private static Site Site(string name, SiteKind kind) => new()
    {
        Name = SiteName.Parse(name), Kind = kind, Host = $"{name}.example", Mx = [], Waits = TimeSpan.FromDays(1),
    };
}
