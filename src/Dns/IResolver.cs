using System.Net;
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
    /// A, then AAAA records of a host. Found when either type is; a fault counts only where neither is.
    /// </summary>
    ValueTask<DnsAnswer<IPAddress>> AddressesAsync(string host, CancellationToken cancellationToken);

    /// <summary>TXT records, the character-strings of each joined without a space (RFC 7208 section 3.3).</summary>
    ValueTask<DnsAnswer<string>> TxtAsync(string name, CancellationToken cancellationToken);

    /// <summary>The names of an address, by in-addr.arpa or ip6.arpa.</summary>
    ValueTask<DnsAnswer<string>> PtrAsync(IPAddress address, CancellationToken cancellationToken);
}
