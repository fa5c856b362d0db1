using System.Collections.Immutable;
using Causeway.Authentication;
using Causeway.Authentication.Arc;
using Causeway.Authentication.Dkim;
using Causeway.Authentication.Dmarc;
using Causeway.Authentication.Spf;
using Causeway.Core.Addresses;
using Causeway.Core.Replies;
using Causeway.Core.Topology;

namespace Causeway.Transport.Receiving;

/// <summary>
/// What becomes of outside mail by what was found out about its sender. Only what DMARC refuses, or what claims to be
/// the organization's own, is refused; what cannot be known for now and would decide is put off.
/// </summary>
internal static class EdgePolicy
{
    /// <summary>Why the message is refused, and what was found; null where it may pass.</summary>
    public static (Reason Reason, string Why)? Refusal(
        Organization organization, ReversePath from, AuthenticationVerdict verdict)
    {
        var policy = organization.Authentication;
        if (IsVouchedFor(policy, verdict) || Judge(organization, from, verdict) is not { } refusal)
        {
            return null;
        }

        // A seal that could not be looked up for now may yet let the message pass.
        return verdict.Arc is { Result: ArcResult.TempError, Chain: [.., var last] }
            && policy.TrustedSealers.Any(sealer => sealer.Value == last.Domain)
            ? (Reason.SenderNotJudged, $"The key of {last.Domain}, whose seals are trusted, could not be looked up.")
            : refusal;
    }

    /// <summary>
    /// True where somebody whom the file trusts saw the message pass before it was changed, with the From that it has
    /// now.
    /// </summary>
    public static bool IsVouchedFor(AuthenticationPolicy policy, AuthenticationVerdict verdict) =>
        verdict.Author.Value is { } author
        && new TrustedSealers(policy.TrustedSealers).Believe(verdict.Arc)?.IsDmarcPass(author) == true;

    /// <summary>Where a message claims to be ours and nothing proves it; null where it is, or claims nothing.</summary>
    public static (Reason Reason, string Why)? OwnDomain(
        Organization organization, ReversePath from, AuthenticationVerdict verdict)
    {
        var author = verdict.Author;
        var claimed = Claimed(organization, from, author).ToImmutableArray();
        if (claimed.IsEmpty)
        {
            return null;
        }

        var isClear = author.Value is not null || !author.Domains.Any(domain => IsOurs(organization, domain));
        if (isClear && claimed.All(domain => IsProved(organization, domain, verdict)))
        {
            return null;
        }

        var names = string.Join(" and ", claimed);
        return isClear && IsUndecided(organization, verdict)
            ? (Reason.SenderNotJudged, $"The message claims {names}, and a look-up that could prove it failed for now.")
            : (Reason.OwnDomainNotProved,
                author.Fault ?? $"The message claims {names}, and neither SPF nor DKIM passed for it.");
    }

    private static (Reason Reason, string Why)? Judge(
        Organization organization, ReversePath from, AuthenticationVerdict verdict)
    {
        var policy = organization.Authentication;
        var byPolicy = policy.Dmarc == DmarcHandling.Honour ? Dmarc(verdict.Dmarc) : null;
        return byPolicy is { Reason: Reason.DmarcRejected } || policy.OwnDomain != OwnDomainHandling.Refuse
            ? byPolicy
            : OwnDomain(organization, from, verdict) ?? byPolicy;
    }

    private static (Reason Reason, string Why)? Dmarc(DmarcVerdict dmarc) => dmarc switch
    {
        { Result: DmarcResult.Fail, Policy: DmarcPolicy.Reject } => (
            Reason.DmarcRejected,
            dmarc.PolicyDomain is { } domain ? $"{dmarc.Reason} {domain} asks for rejection." : $"{dmarc.Reason}"),
        { Result: DmarcResult.TempError } => (Reason.SenderNotJudged, dmarc.Reason ?? "DMARC could not be judged."),
        _ => null,
    };

    // The domains of ours in whose name the message speaks, by From or by reverse-path.
    private static IEnumerable<DomainName> Claimed(
        Organization organization, ReversePath from, AuthorDomain author) =>
        author.Domains.Select(DomainName.Parse)
            .Concat(from.Address is { Domain: var domain } ? [domain] : [])
            .Where(organization.IsOurs).Distinct();

    private static bool IsOurs(Organization organization, string domain) =>
        organization.IsOurs(DomainName.Parse(domain));

    // Whether or not the domain has a policy in DNS: it is ours, so we know what we ask of it.
    private static bool IsProved(Organization organization, DomainName claimed, AuthenticationVerdict verdict) =>
        (verdict.Spf is { Result: SpfResult.Pass, IsOfHelo: false } spf && IsSame(organization, spf.Domain, claimed))
        || verdict.Dkim.Any(signature => signature is { Result: DkimResult.Pass, IsBodyPartial: false }
            && IsSame(organization, signature.Domain, claimed));

    private static bool IsUndecided(Organization organization, AuthenticationVerdict verdict) =>
        (verdict.Spf.Result == SpfResult.TempError && DomainName.TryParse(verdict.Spf.Domain, out var sender)
            && organization.IsOurs(sender))
        || verdict.Dkim.Any(signature => signature.Result == DkimResult.TempError
            && DomainName.TryParse(signature.Domain, out var domain) && organization.IsOurs(domain));

    // Aligned within an accepted domain: what stands above it need not be ours.
    private static bool IsSame(Organization organization, string? proved, DomainName claimed) =>
        DomainName.TryParse(proved, out var domain)
        && (domain == claimed
            || (organization.Accepted(domain) is { } accepted && accepted == organization.Accepted(claimed)));
}
