using System.Net;
using System.Net.Security;
using Causeway.CommandLine;
using Causeway.Core.Addresses;
using Causeway.Core.Routing;
using Causeway.Core.Topology;
using Causeway.Queue.Facts;
using Causeway.Smtp.Client;
using Causeway.Transport.Identity;

namespace Causeway.Lab;

/// <summary>A knock at a site's door, and the reply that must come at RCPT TO.</summary>
internal sealed record Knock(string Site, string From, string To, string Reply);

/// <summary>Tries doors that must stay shut, and looks for each refusal in the site's log.</summary>
internal sealed class DoorScenario(string id, string title, bool usesForgedCertificate, params Knock[] knocks)
    : Scenario(id, title)
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    public override async Task<ScenarioJson> RunAsync(LabSystem lab, CancellationToken ct)
    {
        var start = lab.Facts.Count;
        var observed = new List<string>();
        foreach (var knock in knocks)
        {
            observed.Add(await KnockAsync(lab, knock, ct).ConfigureAwait(false));
        }

        await lab.Facts.WaitAsync(start, facts => Refusals(facts).Count() >= knocks.Length, Longest, ct)
            .ConfigureAwait(false);
        var facts = lab.Facts.Since(start);
        var refusals = Refusals(facts).ToList();
        var isLogged = knocks.All(knock => refusals.Exists(refusal =>
            refusal.Site.Value == knock.Site && refusal.Fact.Recipient == knock.To
            && refusal.Fact.Reply.StartsWith(knock.Reply, StringComparison.Ordinal)));
        var isRefused = knocks.Zip(observed)
            .All(pair => pair.Second.StartsWith(pair.First.Reply, StringComparison.Ordinal));
        var isAccepted = facts.Any(fact => fact.Fact is Accepted);
        return new ScenarioJson(
            Id, isRefused && isLogged && !isAccepted,
            string.Join(", ", knocks.Select(knock => Say(knock, knock.Reply))),
            string.Join(", ", knocks.Zip(observed).Select(pair => Say(pair.First, Status(pair.Second))))
                + (isLogged ? "" : "; not in the trace") + (isAccepted ? "; a message was accepted" : ""),
            refusals.Select(refusal => refusal.Fact.TraceId).FirstOrDefault(),
            refusals.Select(refusal => new HopJson(
                refusal.Site.Value, refusal.Fact.Peer.Site, "refuse", refusal.Fact.Recipient ?? "", null,
                refusal.Fact.Reply, refusal.Fact.Rule ?? "", refusal.Fact.Reason ?? "")));
    }

    private static IEnumerable<(SiteName Site, Refused Fact)> Refusals(IEnumerable<SiteFact> facts) =>
        facts.Where(fact => fact.Fact is Refused { Command: "RCPT" }).Select(fact => (fact.Site, (Refused)fact.Fact));

    private static string Say(Knock knock, string reply) => $"{knock.Site} to {knock.To}: {reply}";

    private static string Status(string reply) => string.Join(' ', reply.Split(' ').Take(2));

    private async Task<string> KnockAsync(LabSystem lab, Knock knock, CancellationToken ct)
    {
        var organization = lab.Topology.Organization;
        var site = organization[SiteName.Parse(knock.Site)];
        var from = ReversePath.Parse(knock.From);
        var to = EmailAddress.Parse(knock.To);
        if (!usesForgedCertificate)
        {
            var stranger = LabClient.Stranger(LabHosts.Stranger, "s101.lab.example");
            var target = new SmtpTarget(site.Listen[0], site.Host);
            return (await LabClient.ProbeAsync(target, stranger, from, to, ct).ConfigureAwait(false)).ToString();
        }

        // Everything that a stranger can copy of the office: address, names, the SAN URI; but not the authority.
        using var forger = OrganizationAuthority.Create(organization.Name, TimeProvider.System);
        using var forged = forger.Issue(organization, organization[SiteName.Parse("office")], TimeProvider.System);
        using var authority = OrganizationAuthority.Load(
            Running.Identities.LabAuthorityPath(lab.Folder.Path, organization));
        var client = new SmtpClientOptions
        {
            EhloName = "mail.contoso.example",
            Tls = TlsLevel.Mutual,
            Source = LabHosts.Office,
            ClientCertificate = SslStreamCertificateContext.Create(forged.Leaf, [forged.Authority], offline: true),
        };
        var verified = PeerVerification.ByOrganization(
            authority.Certificate, new Uri(Attribution.Uri(organization.Name, site.Name)));
        return (await LabClient.ProbeAsync(new SmtpTarget(site.Listen[0], site.Host, verified), client, from, to, ct)
            .ConfigureAwait(false)).ToString();
    }
}
