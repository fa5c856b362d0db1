using System.Net;
using Causeway.Core.Addresses;

namespace Causeway.Dns;

/// <summary>
/// What DNS said about a mail domain: its MX, and the addresses of every host that may follow from them.
/// </summary>
public sealed record MxLookup(
    DomainName Domain, DnsAnswer<MxRecord> Mx, IReadOnlyDictionary<string, DnsAnswer<IPAddress>> Addresses);
