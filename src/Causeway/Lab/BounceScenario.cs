using System.Net;
using Causeway.Running;
using Causeway.CommandLine;
using Causeway.Core;
using Causeway.Core.Addresses;
using Causeway.Core.Routing;
using Causeway.Core.Topology;
using Causeway.Mail.Dsn;
using Causeway.Queue.Facts;
using Causeway.Transport;

namespace Causeway.Lab;

/// <summary>
/// A group of the office with a member that nobody has: filter and cloud cannot know that, the office finds out when
/// the message is there. Its notice must leave by the cloud, as all of the office's mail does.
/// </summary>
internal sealed class BounceScenario()
    : Scenario("office-bounce", "the office finds a group's member that nobody has, and tells the sender by the cloud")
{
    private const string Expected =
        "delivered to grace, a notice without reverse-path leaves by 127.0.0.20 for alice: failed 5.1.1";

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(20);
    private static readonly SiteName Office = SiteName.Parse("office");
    private static readonly EmailAddress Crew = EmailAddress.Parse("crew@contoso.example");
    private static readonly EmailAddress Gone = EmailAddress.Parse("gone@contoso.example");
    private static readonly EmailAddress Grace = EmailAddress.Parse("grace@contoso.example");
    private static readonly EmailAddress Sender = EmailAddress.Parse("alice@fabrikam.example");

    public override async Task<ScenarioJson> RunAsync(LabSystem lab, CancellationToken ct)
    {
        var before = lab.Sites.ToDictionary(site => site.Key, site => site.Value.Tenants.First.Snapshots.Current);
        try
        {
            foreach (var site in lab.Topology.Organization.Sites)
            {
                Believe(lab.Sites[site.Name].Tenants.First.Snapshots);
            }

            return await SendAsync(lab, ct).ConfigureAwait(false);
        }
        finally
        {
            foreach (var (name, snapshot) in before)
            {
                lab.Sites[name].Tenants.First.Snapshots.Replace(snapshot);
            }
        }
    }

    private static void Believe(InForce<Snapshot> snapshots)
    {
        var current = snapshots.Current;
        var crew = new Recipient
        {
            Address = Crew, Kind = RecipientKind.Group, Site = Office, Members = [Grace, Gone],
        };
        var rows = SiteDirectories.Table(current.Recipients).Rows;
        snapshots.Replace(current with { Recipients = new RecipientTable([.. rows, crew]) });
    }

    private async Task<ScenarioJson> SendAsync(LabSystem lab, CancellationToken ct)
    {
        var start = lab.Facts.Count;
        var message = LabMessage.Make(Sender, [Crew], Title);
        var refusal = await LabClient.SendAsync(lab, Sender, null, [Crew], message, ct).ConfigureAwait(false);
        await lab.Facts.WaitAsync(
            start, facts => Arrived(lab, facts) is { } notice && IsDelivered(facts, notice), Longest, ct)
            .ConfigureAwait(false);
        var facts = lab.Facts.Since(start);
        var fault = refusal ?? await FaultAsync(lab, facts, ct).ConfigureAwait(false);
        return new ScenarioJson(
            Id, fault is null, Expected, fault ?? Expected,
            facts.Select(fact => fact.Fact).OfType<Accepted>().FirstOrDefault()?.TraceId,
            facts.Where(fact => fact.Fact is Accepted).SelectMany(fact => Hops(fact.Site, (Accepted)fact.Fact)));
    }

    private static async Task<string?> FaultAsync(
        LabSystem lab, IReadOnlyList<SiteFact> facts, CancellationToken ct)
    {
        if (Arrived(lab, facts) is not { } notice || !IsDelivered(facts, notice))
        {
            return "no notice arrived";
        }

        var source = IPEndPoint.Parse(notice.Peer.Address).Address;
        if (!source.Equals(LabHosts.Cloud))
        {
            return $"the notice came from {source}";
        }

        var written = facts.Where(fact => fact.Site == Office).Select(fact => fact.Fact).OfType<Accepted>()
            .FirstOrDefault(fact => fact.Notice is { Kind: NoticeKind.Failed });
        return written is null ? "the office wrote no notice"
            : !facts.Any(fact => IsEnd(fact, Outcome.Delivered, Grace)) ? "grace did not get the message"
            : !facts.Any(fact => IsEnd(fact, Outcome.Bounced, Gone)) ? "the end is not recorded"
            : await ReadAsync(lab, notice, ct).ConfigureAwait(false);
    }

    private static async Task<string?> ReadAsync(LabSystem lab, Accepted notice, CancellationToken ct)
    {
        var folder = lab.Folder.Site(lab.OutsideSite.Value);
        var stored = (await folder.ListAsync(Sender, ct).ConfigureAwait(false))
            .Where(one => one.MessageId == notice.MessageId).ToList();
        var octets = stored.Count == 1
            ? await folder.ReadAsync(Sender, stored[0].Id, ct).ConfigureAwait(false)
            : null;
        if (octets is null || DeliveryStatus.Read(octets) is not { Recipients.Length: 1 } status)
        {
            return $"alice has {stored.Count} notices, or one that cannot be read";
        }

        var fields = status.Recipients[0];
        var said = string.Join("; ", ((string[])["Final-Recipient", "Original-Recipient", "Action", "Status"])
            .Select(name => fields.GetValueOrDefault(name)).Prepend(status.Message.GetValueOrDefault("Reporting-MTA")));
        var expected =
            $"dns; {lab.Topology.Organization[Office].Host}; rfc822; {Gone}; rfc822; {Crew}; failed; 5.1.1";
        return said != expected ? $"the notice says {said}"
            : ShowsOurFields(octets) ? "the notice shows fields of ours"
            : null;
    }

    // The outside server puts its own trace field on top of what it took.
    private static bool ShowsOurFields(ReadOnlySpan<byte> octets) =>
        octets[octets.IndexOf("multipart/report"u8)..].IndexOf("X-Causeway-"u8) >= 0;

    private static Accepted? Arrived(LabSystem lab, IReadOnlyList<SiteFact> facts) =>
        facts.Where(fact => fact.Site == lab.OutsideSite).Select(fact => fact.Fact).OfType<Accepted>()
            .FirstOrDefault(message => message.From.Length == 0 && message.Recipients.Contains(Sender.ToString()));

    private static bool IsDelivered(IReadOnlyList<SiteFact> facts, Accepted notice) =>
        facts.Any(fact => fact.Fact is Ended end && end.Id == notice.Id && IsEnd(fact, Outcome.Delivered, Sender))
        && facts.Any(fact => IsEnd(fact, Outcome.Bounced, Gone))
        && facts.Any(fact => IsEnd(fact, Outcome.Delivered, Grace));

    private static bool IsEnd(SiteFact fact, Outcome outcome, EmailAddress recipient) =>
        fact.Fact is Ended end && end.Results.Any(result =>
            result.Outcome == outcome && result.Recipient == recipient.ToString());

    private static IEnumerable<HopJson> Hops(SiteName site, Accepted message) => message.Hops.Select(hop => new HopJson(
        site.Value, message.Peer.Site, hop.Action, hop.Recipient, hop.Next, hop.Reply, hop.Rule, hop.Reason));
}
