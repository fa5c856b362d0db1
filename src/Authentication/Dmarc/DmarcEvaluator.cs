using System.Collections.Immutable;
using System.Net.Sockets;
using Causeway.Authentication.Dkim;
using Causeway.Authentication.Spf;
using Causeway.Dns;

namespace Causeway.Authentication.Dmarc;

/// <summary>
/// Judges a message by the policy of its Author Domain (RFC 9989 section 5.3). What cannot be known for now is neither
/// a pass nor a fail.
/// </summary>
public sealed class DmarcEvaluator(IResolver resolver)
{
    /// <summary>
    /// <paramref name="spf"/> is the verdict on MAIL FROM, which for a null reverse-path is postmaster at the HELO name
    /// (RFC 7208 section 2.4); a verdict on HELO beside a reverse-path does not belong here. A DKIM signature counts
    /// where it is good and leaves nothing of the body unsigned: to the body of one with l= anybody may add (RFC 6376
    /// section 8.2), which the RFC would let pass. One of a key in test mode (t=y) is as good as any, since only its
    /// owner could make it.
    /// </summary>
    public async ValueTask<DmarcVerdict> CheckAsync(
        AuthorDomain author, SpfVerdict spf, ImmutableArray<DkimVerdict> dkim, CancellationToken cancellationToken)
    {
        var walker = new TreeWalker(resolver);
        if (author.Value is not { } domain)
        {
            return await RefuseAsync(walker, author, cancellationToken).ConfigureAwait(false);
        }

        var walk = await walker.WalkAsync(domain, cancellationToken).ConfigureAwait(false);
        if (await PolicyAsync(walk, cancellationToken).ConfigureAwait(false) is not { } policy)
        {
            return walk.IsWhole || walk.Policy?.Domain == domain
                ? new DmarcVerdict(DmarcResult.None, domain) { Reason = NoPolicy(walk) }
                : Unknown(domain, $"The policy of {domain} could not be looked up.");
        }

        var alignment = new Alignment(walker, walk);
        var bySpf = await alignment.OfAsync(
            Identifiers.Of(spf), policy.Record.IsStrictForSpf, cancellationToken).ConfigureAwait(false);
        var byDkim = await alignment.OfAsync(
            Identifiers.Of(dkim), policy.Record.IsStrictForDkim, cancellationToken).ConfigureAwait(false);
        var isPass = bySpf == Aligned.Yes || byDkim == Aligned.Yes;
        var verdict = new DmarcVerdict(isPass ? DmarcResult.Pass : DmarcResult.Fail, domain)
        {
            PolicyDomain = policy.Domain,
            Policy = policy.Policy,
            IsSpfAligned = bySpf == Aligned.Yes,
            IsDkimAligned = byDkim == Aligned.Yes,
            Reason = isPass ? null : $"Neither SPF nor DKIM passed for a domain aligned with {domain}.",
        };

        // RFC 9989 section 5.3.6: what a temporary error could have let pass does not fail.
        return isPass ? verdict
            : bySpf == Aligned.Unknown || byDkim == Aligned.Unknown
                ? Unknown(domain, "A look-up that could have let the message pass failed for now.")
            : policy.Policy is null ? Unknown(domain, $"Whether {domain} exists could not be looked up.")
            : verdict;
    }

    private static string NoPolicy(TreeWalk walk) => walk.Policy is { } broken
        ? $"The record of {broken.Domain} has no policy that can be read, and asks for no reports."
        : $"{walk.Start} has no policy.";

    private static DmarcVerdict Unknown(string? author, string reason) =>
        new(DmarcResult.TempError, author) { Reason = reason };

    // RFC 9989 section 5.3.1: without exactly one Author Domain nothing can be validated. So that nobody gets round a
    // policy by naming further domains (section 11.5), such a message fails by the strictest policy of all that it
    // names; and as if one of them asked for rejection, where it names more than are looked up.
    private async ValueTask<DmarcVerdict> RefuseAsync(
        TreeWalker walker, AuthorDomain author, CancellationToken cancellationToken)
    {
        var refused = new DmarcVerdict(DmarcResult.PermError, null) { Reason = author.Fault };
        if (author.NamesTooMany)
        {
            return refused with { Result = DmarcResult.Fail, Policy = DmarcPolicy.Reject };
        }

        var isKnown = true;
        foreach (var domain in author.Domains)
        {
            var walk = await walker.WalkAsync(domain, cancellationToken).ConfigureAwait(false);
            var found = await PolicyAsync(walk, cancellationToken).ConfigureAwait(false);
            isKnown &= walk.IsWhole && (found is null || found.Policy is not null);
            if (found?.Policy is { } policy && !(refused.Policy >= policy))
            {
                refused = refused with { Result = DmarcResult.Fail, PolicyDomain = found.Domain, Policy = policy };
            }
        }

        return isKnown || refused.Policy == DmarcPolicy.Reject ? refused : Unknown(null, author.Fault!);
    }

    // Null where no record applies. The policy is null where it depends on whether the domain exists, and nobody knows.
    private async ValueTask<AppliedPolicy?> PolicyAsync(TreeWalk walk, CancellationToken cancellationToken)
    {
        // A record of the domain itself is its policy, whatever stands above; one above may not be the right one.
        if (walk.Policy is not { Record.Applies: true } found || (!walk.IsWhole && found.Domain != walk.Start))
        {
            return null;
        }

        var isBelow = found.Domain != walk.Start;
        var policy = found.Record.PolicyFor(isBelow, exists: true);
        if (!isBelow || found.Record.PolicyFor(isBelow, exists: false) == policy)
        {
            return new AppliedPolicy(found.Domain, found.Record, policy);
        }

        // RFC 9989 section 3.2: a domain does not exist where the answer is NXDOMAIN, whatever the question.
        var answer = await resolver.AddressesAsync(walk.Start, AddressFamily.InterNetwork, cancellationToken)
            .ConfigureAwait(false);
        return new AppliedPolicy(found.Domain, found.Record, answer.Status switch
        {
            DnsStatus.TemporaryFault => null,
            DnsStatus.NoSuchName => found.Record.PolicyFor(isBelow, exists: false),
            _ => policy,
        });
    }

    private sealed record AppliedPolicy(string Domain, DmarcRecord Record, DmarcPolicy? Policy);
}
