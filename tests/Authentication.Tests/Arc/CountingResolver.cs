using System.Net;
using System.Net.Sockets;
using Causeway.Core.Addresses;
using Causeway.Dns;

namespace Causeway.Authentication.Tests.Arc;

/// <summary>Answers as another does, and remembers the names that TXT records were asked of.</summary>
internal sealed class CountingResolver(IResolver inner) : IResolver
{
    public List<string> Names { get; } = [];

    public ValueTask<DnsAnswer<string>> TxtAsync(string name, CancellationToken cancellationToken)
    {
        Names.Add(name);
        return inner.TxtAsync(name, cancellationToken);
    }

    public ValueTask<DnsAnswer<MxRecord>> MxAsync(DomainName domain, CancellationToken cancellationToken) =>
        inner.MxAsync(domain, cancellationToken);

    public ValueTask<DnsAnswer<IPAddress>> AddressesAsync(string host, CancellationToken cancellationToken) =>
        inner.AddressesAsync(host, cancellationToken);

    public ValueTask<DnsAnswer<IPAddress>> AddressesAsync(
        string host, AddressFamily family, CancellationToken cancellationToken) =>
        inner.AddressesAsync(host, family, cancellationToken);

    public ValueTask<DnsAnswer<string>> PtrAsync(IPAddress address, CancellationToken cancellationToken) =>
        inner.PtrAsync(address, cancellationToken);

    public ValueTask<DnsAnswer<string>> CnameAsync(string name, CancellationToken cancellationToken) =>
        inner.CnameAsync(name, cancellationToken);

    public ValueTask<DnsAnswer<TlsaRecord>> TlsaAsync(string name, CancellationToken cancellationToken) =>
        inner.TlsaAsync(name, cancellationToken);
}
