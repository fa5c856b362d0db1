using System.Net;
using System.Net.Sockets;
using Causeway.Core.Addresses;

namespace Causeway.Dns;

/// <summary>
/// Typed questions to DNS. CNAMEs are followed; every outcome, temporary faults included, is a value. Only cancellation
/// throws.
/// </summary>
public interface IResolver
{
    ValueTask<DnsAnswer<MxRecord>> MxAsync(DomainName domain, CancellationToken cancellationToken);

    /// <summary>
    /// The same for a name of any octets, as the macros of an SPF record make them (RFC 2181 section 11).
    /// </summary>
    ValueTask<DnsAnswer<MxRecord>> MxAsync(string name, CancellationToken cancellationToken) =>
        DomainName.TryParse(name, out var domain) && !domain.IsAddressLiteral
            ? MxAsync(domain, cancellationToken)
            : ValueTask.FromResult(DnsAnswers.None<MxRecord>(DnsStatus.NoSuchName));

    /// <summary>A, then AAAA records of a host. Found if either type is; a fault counts where neither is.</summary>
    ValueTask<DnsAnswer<IPAddress>> AddressesAsync(string host, CancellationToken cancellationToken);

    /// <summary>
    /// The A records of a name for <see cref="AddressFamily.InterNetwork"/>, the AAAA records for
    /// <see cref="AddressFamily.InterNetworkV6"/>.
    /// </summary>
    ValueTask<DnsAnswer<IPAddress>> AddressesAsync(
        string host, AddressFamily family, CancellationToken cancellationToken);

    /// <summary>
    /// TXT records, the character-strings of each joined without a space (RFC 7208 section 3.3), an octet a character.
    /// </summary>
    ValueTask<DnsAnswer<string>> TxtAsync(string name, CancellationToken cancellationToken);

    /// <summary>The names of an address, by in-addr.arpa or ip6.arpa.</summary>
    ValueTask<DnsAnswer<string>> PtrAsync(IPAddress address, CancellationToken cancellationToken);

    /// <summary>The CNAME of a name itself: where it points, not where that leads.</summary>
    ValueTask<DnsAnswer<string>> CnameAsync(string name, CancellationToken cancellationToken);

    /// <summary>TLSA records of a name such as <c>_25._tcp.mx.a.example</c> (RFC 6698).</summary>
    ValueTask<DnsAnswer<TlsaRecord>> TlsaAsync(string name, CancellationToken cancellationToken);
}
