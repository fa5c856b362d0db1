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
    private readonly IprevEvaluator iprev = new(resolver);
    private readonly SpfEvaluator spf = new(resolver, clock);
    private readonly DkimVerifier dkim = new(resolver, clock);
    private readonly DmarcEvaluator dmarc = new(resolver);
    private readonly ArcVerifier arc = new(resolver, clock);

    /// <summary>
    /// Begins with what is known before the body: SPF and iprev are looked up while it arrives. The header must stay as
    /// it is until the run is disposed of.
    /// </summary>
    public AuthenticationRun Begin(IPAddress client, string helo, ReversePath from, HeaderBlock header)
    {
        var (stop, body) = (new CancellationTokenSource(), new BodyHashes());
        return new AuthenticationRun(stop, body, dmarc, new AuthenticationRun.Begun(
            client, helo, AuthorDomain.Of(header),
            iprev.CheckAsync(client, stop.Token).AsTask(),
            spf.CheckAsync(client, helo, from, stop.Token).AsTask(),
            dkim.Begin(header, body),
            arc.Begin(header, body)));
    }
}
