using System.Collections.Frozen;
using System.Text;
using Causeway.Authentication.Results;
using Causeway.Core.Addresses;

namespace Causeway.Authentication.Arc;

/// <summary>
/// The domains whose word an organization takes for what they found out about a message. A chain that passes proves who
/// said what (RFC 8617 section 9); whether that is true is a matter of who it was.
/// </summary>
/// <param name="domains">As they stand in d= of a seal; what is below one of them is another domain.</param>
public sealed class TrustedSealers(IEnumerable<DomainName> domains)
{
    private readonly FrozenSet<string> names = domains.Select(domain => domain.Value).ToFrozenSet();

    /// <summary>
    /// What the oldest hop that is believed found out. A hop is believed where it and all that came after it are
    /// trusted, since each of those could have written a new message under the old seals. Null where the chain did not
    /// pass, where the last sealer is not trusted, and where the results are none that can be read.
    /// </summary>
    public TrustedStatement? Believe(ArcVerdict chain)
    {
        var oldest = chain.Result == ArcResult.Pass
            ? chain.Chain.Reverse().TakeWhile(hop => names.Contains(hop.Domain)).LastOrDefault()
            : null;
        return oldest is not null
            && AuthenticationResults.TryParse(Encoding.UTF8.GetBytes(oldest.Results), out var results)
            ? new TrustedStatement(oldest, results)
            : null;
    }
}
