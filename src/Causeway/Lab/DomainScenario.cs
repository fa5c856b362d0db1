using Causeway.CommandLine;
using Causeway.Core.Addresses;
using Causeway.Core.Topology;
using Causeway.Queue.Facts;
using Causeway.Running;
using Causeway.Transport.Domains;
using Causeway.Transport.Receiving;

namespace Causeway.Lab;

/// <summary>
/// A newcomer's domain: before its owner publishes the proof, mail for it waits at the sender; once it is there, the
/// domain is verified and the mail arrives.
/// </summary>
internal sealed class DomainScenario() : Scenario("domain-verified", "a domain is proved before it is used")
{
    private const string Expected =
        "not verified: nothing found, mail is told 451 4.7.1 and waits; the TXT published: verified, and it arrives";

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(20);
    private static readonly SiteName Shop = SiteName.Parse("shop");
    private static readonly EmailAddress Alice = EmailAddress.Parse("alice@fabrikam.example");
    private static readonly EmailAddress Clerk = EmailAddress.Parse("clerk@tailspin.example");

    public override bool TellsObserved => true;

    public override async Task<ScenarioJson> RunAsync(LabSystem lab, CancellationToken ct)
    {
        var start = lab.Facts.Count;
        await lab.StartAsync(Shop, ct).ConfigureAwait(false);
        try
        {
            var observed = await TryAsync(lab, start, ct).ConfigureAwait(false);
            var facts = lab.Facts.Since(start).Where(fact => fact.Site == Shop).Select(fact => fact.Fact).ToList();
            return new ScenarioJson(
                Id, observed == Expected, Expected, observed,
                facts.OfType<Accepted>().FirstOrDefault()?.TraceId,
                facts.SelectMany(Hops));
        }
        finally
        {
            await lab.StopAsync(Shop).ConfigureAwait(false);
        }
    }

    private static async Task<string> TryAsync(LabSystem lab, int start, CancellationToken ct)
    {
        var shop = lab.Sites[Shop];
        if (await VerifyAsync(shop, ct).ConfigureAwait(false) is { By: { } early })
        {
            return $"{Clerk.Domain} is verified by {early} before anything was published";
        }

        var message = LabMessage.Make(Alice, [Clerk], "Are you open?");
        var outside = lab.Sites[lab.OutsideSite];
        await OwnMail.SubmitAsync(
            outside.Service, outside.Tenants.First, new ReversePath(Alice), [Clerk], message.Octets, ct)
            .ConfigureAwait(false);
        if (!await lab.Facts.WaitAsync(start, HasRefused, Longest, ct).ConfigureAwait(false))
        {
            return "the mail was not told to wait";
        }

        lab.Publish(DomainToken.Of(shop.Tenants.First.Identity.Authority, Clerk.Domain));
        if (await VerifyAsync(shop, ct).ConfigureAwait(false) is { By: null } late)
        {
            return $"not verified: {string.Join("; ", late.Looks.Select(look => look.Found))}";
        }

        return await lab.Facts.WaitAsync(
            start, facts => facts.Any(fact => fact.Site == Shop && IsDelivered(fact.Fact)), Longest, ct)
            .ConfigureAwait(false) ? Expected : "verified, and the mail did not arrive";
    }

    private static Task<DomainFinding> VerifyAsync(SiteHost shop, CancellationToken ct) =>
        shop.Domains.LookAsync(shop.Tenants.First, Clerk.Domain, isThorough: true, "the lab", ct);

    private static bool HasRefused(IReadOnlyList<SiteFact> facts) => facts.Any(fact => fact.Site == Shop
        && fact.Fact is Refused { Rule: "3d" } refused
        && refused.Reply.StartsWith("451 4.7.1 ", StringComparison.Ordinal));

    private static bool IsDelivered(Fact fact) => fact is Ended end
        && end.Results.Any(result => result.Outcome == Outcome.Delivered && result.Recipient == Clerk.ToString());

    private static IEnumerable<HopJson> Hops(Fact fact) => fact switch
    {
        Refused { Command: "RCPT" } refused =>
        [
            new HopJson(
                Shop.Value, refused.Peer.Site, "refuse", refused.Recipient ?? "", null, refused.Reply,
                refused.Rule ?? "", refused.Reason ?? ""),
        ],
        Accepted accepted => accepted.Hops.Select(hop => new HopJson(
            Shop.Value, accepted.Peer.Site, hop.Action, hop.Recipient, hop.Next, hop.Reply, hop.Rule, hop.Reason)),
        _ => [],
    };
}
