using System.Collections.Immutable;
using Causeway.Authentication.Dkim;
using Causeway.Authentication.Spf;

namespace Causeway.Authentication.Dmarc;

/// <summary>
/// The domains that a mechanism vouches for (RFC 9989 section 4.4), and those for which it could not say for now.
/// </summary>
internal sealed record Identifiers(ImmutableArray<string> Authenticated, ImmutableArray<string> Unknown)
{
    public static Identifiers Of(SpfVerdict spf)
    {
        ImmutableArray<string> domain = NamedDomains.Name(spf.Domain) is { } name ? [name] : [];
        return new Identifiers(
            spf.Result == SpfResult.Pass ? domain : [], spf.Result == SpfResult.TempError ? domain : []);
    }

    public static Identifiers Of(ImmutableArray<DkimVerdict> signatures) => new(
        [.. Names(signatures, DkimResult.Pass)], [.. Names(signatures, DkimResult.TempError)]);

    private static IEnumerable<string> Names(ImmutableArray<DkimVerdict> signatures, DkimResult result) => signatures
        .Where(signature => signature.Result == result && !signature.IsBodyPartial)
        .Select(signature => NamedDomains.Name(signature.Domain)).OfType<string>().Distinct();
}
