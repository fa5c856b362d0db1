using Causeway.Authentication.Results;

namespace Causeway.Authentication.Arc;

/// <summary>What a hop that is believed found out about a message when the message came to it.</summary>
/// <param name="Hop">The hop.</param>
/// <param name="Results">Its results of SPF, DKIM, DMARC and whatever else it judged.</param>
public sealed record TrustedStatement(ArcHop Hop, AuthenticationResults Results)
{
    /// <summary>
    /// True where DMARC passed at that hop for the domain that the message's From names now. False where the hop says
    /// nothing of DMARC, contradicts itself, or does not name the domain (header.from): a trusted hop that came later
    /// may have written another From.
    /// </summary>
    public bool IsDmarcPass(string authorDomain) =>
        Results.Methods.Where(method => method.Method == "dmarc").ToList() is [{ Result: "pass" } dmarc]
        && string.Equals(dmarc.ValueOf("header", "from"), authorDomain, StringComparison.OrdinalIgnoreCase);
}
