using System.Collections.Immutable;

namespace Causeway.Authentication.Dmarc;

/// <summary>
/// Identifier Alignment with an Author Domain (RFC 9989 section 4.10.2): the same domain, or in relaxed mode the same
/// Organizational Domain.
/// </summary>
internal sealed class Alignment(TreeWalker walker, TreeWalk author)
{
    public async ValueTask<Aligned> OfAsync(
        Identifiers identifiers, bool isStrict, CancellationToken cancellationToken)
    {
        var aligned = await AnyAsync(identifiers.Authenticated, isStrict, cancellationToken).ConfigureAwait(false);
        if (aligned != Aligned.No)
        {
            return aligned;
        }

        var possible = await AnyAsync(identifiers.Unknown, isStrict, cancellationToken).ConfigureAwait(false);
        return possible == Aligned.No ? Aligned.No : Aligned.Unknown;
    }

    private async ValueTask<Aligned> AnyAsync(
        ImmutableArray<string> domains, bool isStrict, CancellationToken cancellationToken)
    {
        var best = Aligned.No;
        foreach (var domain in domains)
        {
            var aligned = domain == author.Start ? Aligned.Yes
                : isStrict ? Aligned.No
                : await RelaxedAsync(domain, cancellationToken).ConfigureAwait(false);
            if (aligned == Aligned.Yes)
            {
                return Aligned.Yes;
            }

            best = aligned == Aligned.Unknown ? Aligned.Unknown : best;
        }

        return best;
    }

    private async ValueTask<Aligned> RelaxedAsync(string domain, CancellationToken cancellationToken)
    {
        // An Organizational Domain is the domain itself or above it, so strangers need no walk.
        var ours = author.OrganizationalDomain;
        if (!(author.IsWhole ? IsWithin(domain, ours) : domain.Split('.')[^1] == author.Start.Split('.')[^1]))
        {
            return Aligned.No;
        }

        var walk = await walker.WalkAsync(domain, cancellationToken).ConfigureAwait(false);
        return !walk.IsWhole || !author.IsWhole ? Aligned.Unknown
            : walk.OrganizationalDomain == ours ? Aligned.Yes
            : Aligned.No;
    }

    private static bool IsWithin(string domain, string parent) =>
        domain == parent || domain.EndsWith("." + parent, StringComparison.Ordinal);
}
