using System.Collections.Immutable;
using System.Net;
using Causeway.Core.Addresses;
using Causeway.Core.Proof;
using Causeway.Core.Topology;
using Causeway.Dns;
using Causeway.Smtp.Client;
using Causeway.Transport;

namespace Causeway.CommandLine;

/// <summary>
/// Looks at the running sites as a stranger: greeting, certificate, and whether the door is open. Nothing is sent: it
/// ends behind RCPT TO.
/// </summary>
internal sealed class LiveSites(Organization organization, IResolver resolver)
{
    // The whole visit of one site; a site that cannot be reached from here is said, and nothing else waits for it.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(20);

    private static readonly SmtpTimeLimits Limits = new()
    {
        Connect = TimeSpan.FromSeconds(5), Greeting = TimeSpan.FromSeconds(10), Command = TimeSpan.FromSeconds(10),
        Handshake = TimeSpan.FromSeconds(10), Quit = TimeSpan.FromSeconds(1),
    };

    public async Task<ImmutableArray<LiveSite>> VisitAsync(CancellationToken cancellationToken) =>
        [.. await Task.WhenAll(organization.Sites.Select(site => VisitAsync(site, cancellationToken)))
            .ConfigureAwait(false)];

    private async Task<LiveSite> VisitAsync(Site site, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Longest);
        var nothing = new LiveSite(site.Name, site.Host);
        try
        {
            return await AddressAsync(site, limit.Token).ConfigureAwait(false) is { } address
                ? await VisitAsync(site, new IPEndPoint(address, site.Port), limit.Token).ConfigureAwait(false)
                : nothing with { Unreachable = $"{site.Host} has no address" };
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return nothing with { Unreachable = "no answer in time" };
        }
        catch (SmtpConnectionBrokenException fault)
        {
            return nothing with { Unreachable = fault.Message };
        }
    }

    private async Task<LiveSite> VisitAsync(Site site, IPEndPoint endpoint, CancellationToken cancellationToken)
    {
        var seen = new LiveSite(site.Name, site.Host) { Address = endpoint };
        var options = new SmtpClientOptions
        {
            EhloName = "check.invalid", Tls = TlsLevel.Opportunistic, Limits = Limits,
        };
        var outcome = await SmtpConnection.ConnectAsync(
            new SmtpTarget(endpoint, site.Host), options, TimeProvider.System, cancellationToken).ConfigureAwait(false);
        if (outcome is not ConnectOutcome.Connected { Connection: var connection })
        {
            return seen with { Unreachable = outcome is ConnectOutcome.NotConnected no ? no.Reply.ToString() : null };
        }

        await using (connection.ConfigureAwait(false))
        {
            seen = seen with
            {
                Banner = connection.Facts.Greeting?.ToString(), Tls = connection.Facts.TlsDescription,
                Certificate = connection.Facts.Certificate,
            };
            if (organization.ReturnDomain is not { } domain)
            {
                return seen;
            }

            // Every domain has a postmaster, behind the same doors as everybody (section 3 of the design).
            var recipient = EmailAddress.Parse($"postmaster@{domain}");
            var probe = await connection.ProbeAsync(recipient, cancellationToken).ConfigureAwait(false);
            return seen with
            {
                Door = new DoorTry(site.Name, organization.FirstInbound == site.Name, recipient,
                    probe.Reply.ToString(), probe is { IsOfRecipient: true, Reply.IsPositive: true }),
            };
        }
    }

    private async ValueTask<IPAddress?> AddressAsync(Site site, CancellationToken cancellationToken)
    {
        if (HostNames.TryAddress(site.Host, out var literal))
        {
            return literal;
        }

        var answer = await resolver.AddressesAsync(site.Host, cancellationToken).ConfigureAwait(false);
        return answer.IsFound ? answer.Records[0] : null;
    }
}
