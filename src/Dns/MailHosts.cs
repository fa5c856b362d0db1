using System.Net;
using Causeway.Core.Addresses;
using Causeway.Core.Replies;

namespace Causeway.Dns;

/// <summary>
/// Finds the hosts that take mail for a domain (RFC 5321 section 5.1). Asks DNS, then leaves every decision to
/// <see cref="MxRoute.Choose(MxLookup, MailHostOptions, Random)"/>.
/// </summary>
public sealed class MailHosts(IResolver resolver, MailHostOptions options, Random random)
{
    // RFC 5321 section 5.1 lets a sender limit the number of alternatives; a stranger's zone shall not cost us more.
    private const int MaximumExchanges = 16;

    private readonly Lock drawing = new();

    public async ValueTask<MxRoute> FindAsync(DomainName domain, CancellationToken cancellationToken)
    {
        if (domain.IsAddressLiteral)
        {
            return OfLiteral(domain);
        }

        var lookup = await LookUpAsync(domain, cancellationToken).ConfigureAwait(false);

        // A seeded Random is not safe for use by several threads at once.
        lock (drawing)
        {
            return MxRoute.Choose(lookup, options, random);
        }
    }

    private async ValueTask<MxLookup> LookUpAsync(DomainName domain, CancellationToken cancellationToken)
    {
        var mx = await resolver.MxAsync(domain, cancellationToken).ConfigureAwait(false);
        if (mx.IsFound)
        {
            mx = mx with { Records = [.. mx.Records.OrderBy(record => record.Preference).Take(MaximumExchanges)] };
        }

        var names = mx.Status switch
        {
            DnsStatus.Found => mx.Records.Where(record => !record.IsNull).Select(record => record.Exchange).Distinct(),
            DnsStatus.NoData => [domain.Value],
            _ => [],
        };
        var answers = await Task.WhenAll(names.Select(async name =>
            KeyValuePair.Create(name, await resolver.AddressesAsync(name, cancellationToken).ConfigureAwait(false))))
            .ConfigureAwait(false);
        return new MxLookup(domain, mx, new Dictionary<string, DnsAnswer<IPAddress>>(answers, StringComparer.Ordinal));
    }

    // RFC 5321 section 4.1.3: [192.0.2.1] or [IPv6:2001:db8::1]. A stranger chose it, so the guard holds here too.
    private MxRoute OfLiteral(DomainName domain)
    {
        var inner = domain.Value[1..^1];
        var text = inner.StartsWith("ipv6:", StringComparison.OrdinalIgnoreCase) ? inner[5..] : inner;
        var address = IPAddress.Parse(text);
        return AddressGuard.IsOwn(address, options)
            ? new MxRoute.NotFound(Reason.LoopsBack, $"{domain} is this site.")
            : AddressGuard.MayConnect(address, options)
                ? new MxRoute.Found([new MailHost(domain.Value, address)])
                : new MxRoute.NotFound(Reason.NoMailHost, $"{domain} is no public address.");
    }
}
