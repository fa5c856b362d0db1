using Causeway.Running;
using Causeway.CommandLine;
using Causeway.Core;
using Causeway.Core.Addresses;
using Causeway.Core.Routing;
using Causeway.Core.Topology;
using Causeway.Queue.Facts;
using Causeway.Transport;

namespace Causeway.Lab;

/// <summary>
/// Two sites whose copies of one record point at each other: the message must be cut when it comes to the same site a
/// second time, and must not be lost.
/// </summary>
internal sealed class LoopScenario() : Scenario("loop", "the copies of a record point at each other")
{
    private const string Expected = "cut at cloud with 554 5.4.14, bounced by office";

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(20);
    private static readonly EmailAddress Orbit = EmailAddress.Parse("orbit@contoso.example");
    private static readonly EmailAddress Sender = EmailAddress.Parse("alice@fabrikam.example");

    public override async Task<ScenarioJson> RunAsync(LabSystem lab, CancellationToken ct)
    {
        var cloud = SiteName.Parse("cloud");
        var office = SiteName.Parse("office");
        var before = lab.Sites.ToDictionary(site => site.Key, site => site.Value.Tenants.First.Snapshots.Current);
        try
        {
            foreach (var name in (SiteName[])[SiteName.Parse("filter"), cloud, office])
            {
                Believe(lab.Sites[name].Tenants.First.Snapshots, home: name == office ? cloud : office);
            }

            return await SendAsync(lab, cloud, office, ct).ConfigureAwait(false);
        }
        finally
        {
            foreach (var (name, snapshot) in before)
            {
                lab.Sites[name].Tenants.First.Snapshots.Replace(snapshot);
            }
        }
    }

    private static void Believe(InForce<Snapshot> snapshots, SiteName home)
    {
        var current = snapshots.Current;
        var rows = SiteDirectories.Table(current.Recipients).Rows;
        var orbit = new Recipient { Address = Orbit, Kind = RecipientKind.Mailbox, Site = home };
        snapshots.Replace(current with { Recipients = new RecipientTable([.. rows, orbit]) });
    }

    private async Task<ScenarioJson> SendAsync(LabSystem lab, SiteName cloud, SiteName office, CancellationToken ct)
    {
        var start = lab.Facts.Count;
        var message = LabMessage.Make(Sender, [Orbit], Title);
        var refusal = await LabClient.SendAsync(lab, Sender, null, [Orbit], message, ct).ConfigureAwait(false);
        await lab.Facts.WaitAsync(start, facts => Bounced(facts, office) is not null, Longest, ct)
            .ConfigureAwait(false);
        var facts = lab.Facts.Since(start);
        var bounced = Bounced(facts, office);
        var cut = facts.Where(fact => fact.Site == cloud).Select(fact => fact.Fact).OfType<Refused>()
            .FirstOrDefault(fact => fact.Reply.StartsWith("554 5.4.14", StringComparison.Ordinal));
        var visits = facts.Count(fact => fact.Fact is Accepted { From: not "" } && fact.Site == cloud);
        var isCut = refusal is null && cut is not null && bounced is not null && visits == 1;
        return new ScenarioJson(
            Id, isCut, Expected,
            isCut ? Expected
                : refusal ?? $"accepted {visits} times at cloud, {bounced?.Reply ?? "not bounced by office"}",
            cut?.TraceId, Hops(facts));
    }

    private static Result? Bounced(IReadOnlyList<SiteFact> facts, SiteName site) =>
        facts.Where(fact => fact.Site == site).Select(fact => fact.Fact).OfType<Ended>()
            .SelectMany(end => end.Results).FirstOrDefault(result => result.Outcome == Outcome.Bounced);

    private static IEnumerable<HopJson> Hops(IReadOnlyList<SiteFact> facts) => facts.SelectMany(fact => fact.Fact switch
    {
        Accepted message => message.Hops.Select(hop => new HopJson(
            fact.Site.Value, message.Peer.Site, hop.Action, hop.Recipient, hop.Next, hop.Reply, hop.Rule, hop.Reason)),
        Refused refused =>
        [
            new HopJson(fact.Site.Value, refused.Peer.Site, "refuse", refused.Recipient ?? "", null, refused.Reply,
                refused.Rule ?? "", refused.Reason ?? ""),
        ],
        _ => [],
    });
}
