using Causeway.Core.Addresses;
using Causeway.Core.Routing;
using Causeway.Core.Topology;

namespace Causeway.Core.Publishing;

/// <summary>
/// How mail that leaves will come out at its receiver where DNS says what the plan says. From is taken to have the
/// domain of the reverse-path with which the message came.
/// </summary>
/// <param name="Spf">pass, fail or none.</param>
/// <param name="Dkim">pass, none, or original: the signatures that it came with stay good.</param>
/// <param name="Dmarc">pass, fail, or original: as its own signatures say, since SPF speaks for somebody else.</param>
public sealed record LeavingAuthentication(string Spf, string Dkim, string Dmarc, string Why)
{
    private const string Original = "original";

    /// <param name="last">The site from which it leaves.</param>
    /// <param name="isOurs">True for what one of our users hands in, or a site makes itself.</param>
    /// <param name="from">The reverse-path with which the message came.</param>
    /// <param name="pool">From which it leaves.</param>
    public static LeavingAuthentication Of(
        Organization organization, Site last, bool isOurs, ReversePath from, OutboundPool pool) =>
        !isOurs && pool == OutboundPool.Relay && !last.Pools.Relay.IsEmpty && !from.IsNull
            ? new LeavingAuthentication("fail", Original, Original,
                "the pool relay is in no SPF record: nothing proved the message when it came in, and so it shall not "
                + "pass in our name; DMARC passes by the sender's signature alone")
        : from.Address is not { Domain: var domain } ? Null(organization, last, isOurs)
        : organization.MustRewrite(from) ? Rewritten(organization)
        : isOurs ? Own(organization, last, domain)
        : new LeavingAuthentication("pass", Original, "pass",
            $"SPF passes for {domain} and is aligned, although an outsider handed it in: the first site of inbound has "
            + "to refuse who forges the domain; it is not signed here");

    private static LeavingAuthentication Own(Organization organization, Site last, DomainName domain)
    {
        var spf = $"SPF passes for {domain}, whose record names {last.Name}";
        return Signs(organization, last)
            ? new LeavingAuthentication("pass", "pass", "pass",
                $"{spf}; {last.Name} signs with the key of {domain}; both are aligned with From")
            : new LeavingAuthentication("pass", "none", "pass",
                $"{spf} and is aligned with From; {last.Name} does not sign by what Causeway knows of it, so that "
                + "DMARC ends where the receiver forwards");
    }

    private static LeavingAuthentication Rewritten(Organization organization) => new("pass", Original, Original,
        $"SPF passes for {organization.ReturnDomain}, the domain of our return address, which is not that of From; the "
        + "message is not touched, so that the sender's signature stays good, and DMARC passes by it alone");

    // RFC 7208 section 2.4: the name in EHLO stands in for a null reverse-path.
    private static LeavingAuthentication Null(Organization organization, Site last, bool isOurs)
    {
        var isName = SendingAddresses.IsName(last.Host);
        var spf = isName
            ? $"the reverse-path is null, so that SPF judges {last.Host}, the name in EHLO, and passes"
            : "the reverse-path is null and EHLO has no name, so that SPF says nothing";
        if (!isOurs)
        {
            return new LeavingAuthentication(isName ? "pass" : "none", Original, Original,
                $"{spf}; DMARC passes by the sender's signature alone");
        }

        var domain = organization.ReturnDomain;
        var isAligned = isName && domain is { } ours && DomainName.TryParse(last.Host, out var host)
            && (host == ours || host.IsBelow(ours));
        return Signs(organization, last)
            ? new LeavingAuthentication(isName ? "pass" : "none", "pass", "pass",
                $"{spf}; {last.Name} signs with the key of {domain}, which is aligned with From")
            : new LeavingAuthentication(isName ? "pass" : "none", "none", isAligned ? "pass" : "fail",
                $"{spf}, {(isAligned ? "aligned" : "not aligned")} with From; nothing signs it");
    }

    // Keys lie where mail leaves, and where the first site of inbound seals: it signs its own notices by them.
    private static bool Signs(Organization organization, Site last) => last.Platform switch
    {
        Platform.Causeway => organization.LastOutbound == last.Name || organization.FirstInbound == last.Name,
        Platform.ExchangeOnline => organization.LastOutbound == last.Name,
        _ => false,
    };
}
