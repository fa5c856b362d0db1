using System.Net;
using Causeway.Core.Addresses;

namespace Causeway.Dns;

/// <summary>What DNS says of a mail domain: its MX, and the addresses of each host that follows from them.</summary>
public sealed record MxLookup(
    DomainName Domain, DnsAnswer<MxRecord> Mx, IReadOnlyDictionary<string, DnsAnswer<IPAddress>> Addresses);
