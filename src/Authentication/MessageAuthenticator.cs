using System.Net;
using Causeway.Authentication.Arc;
using Causeway.Authentication.Dkim;
using Causeway.Authentication.Dmarc;
using Causeway.Authentication.Iprev;
using Causeway.Authentication.Spf;
using Causeway.Core.Addresses;
using Causeway.Dns;
using Causeway.Mail;

namespace Causeway.Authentication;

/// <summary>Finds out who really sent a message: SPF, DKIM, DMARC, ARC and iprev together.</summary>
public sealed class MessageAuthenticator(IResolver resolver, TimeProvider clock)
{
    // To read a key costs more than to verify with it.
    private readonly KeyCache keys = new();

    /// <summary>
    /// Begins with what is known before the body: SPF and iprev are looked up while it arrives. The header must stay as
    /// it is until the run is disposed of.
    /// </summary>
    public AuthenticationRun Begin(IPAddress client, string helo, ReversePath from, HeaderBlock header) => Begin(
        client, helo, header,
        (dns, stop) => new IprevEvaluator(dns).CheckAsync(client, stop),
        (dns, stop) => new SpfEvaluator(dns, clock).CheckAsync(client, helo, from, stop));

    /// <summary>The same with the sender as text, whether or not it is an address (RFC 7208 section 4.3).</summary>
    public AuthenticationRun Begin(IPAddress client, string helo, string from, HeaderBlock header) => Begin(
        client, helo, header,
        (dns, stop) => new IprevEvaluator(dns).CheckAsync(client, stop),
        (dns, stop) => new SpfEvaluator(dns, clock).CheckAsync(client, helo, from, stop));

    /// <summary>
    /// Begins where nobody knows which client brought the message: what proves itself, as a signature does, counts, and
    /// SPF finds nothing.
    /// </summary>
    public AuthenticationRun BeginWithoutSource(IPAddress peer, string helo, HeaderBlock header) => Begin(
        peer, helo, header,
        (_, _) => new(new IprevVerdict(IprevResult.PermError, null)),
        (_, _) => new(new SpfVerdict(SpfResult.None, "", IsOfHelo: false) { Reason = "the source is not known" }));

    private AuthenticationRun Begin(
        IPAddress client, string helo, HeaderBlock header,
        Func<IResolver, CancellationToken, ValueTask<IprevVerdict>> iprev,
        Func<IResolver, CancellationToken, ValueTask<SpfVerdict>> spf)
    {
        var (stop, body) = (new CancellationTokenSource(), new BodyHashes());
        var bounded = new BoundedResolver(resolver, clock, new ResolverBudget());
        return new AuthenticationRun(stop, body, new DmarcEvaluator(bounded), new AuthenticationRun.Begun(
            client, helo, AuthorDomain.Of(header),
            iprev(bounded, stop.Token).AsTask(), spf(bounded, stop.Token).AsTask(),
            new DkimVerifier(bounded, clock) { Keys = keys }.Begin(header, body),
            new ArcVerifier(bounded, clock) { Keys = keys }.Begin(header, body)));
    }
}
