using System.Net;
using System.Net.Sockets;
using Causeway.Core.Addresses;

namespace Causeway.Dns.Tests;

/// <summary>Counts what is asked, and answers TXT with what it was told, the other types from a zone.</summary>
internal sealed class CountingResolver : IResolver
{
    private int asked;

    public int Asked => asked;

    public FakeZone Zone { get; init; } = new();

    public Func<string, Task<DnsAnswer<string>>> Txt { get; set; } =
        name => Task.FromResult(new DnsAnswer<string>(DnsStatus.Found, [name], TimeSpan.FromMinutes(1)));

    public ValueTask<DnsAnswer<MxRecord>> MxAsync(DomainName domain, CancellationToken cancellationToken) =>
        Count(Zone.MxAsync(domain, cancellationToken));

    public ValueTask<DnsAnswer<IPAddress>> AddressesAsync(string host, CancellationToken cancellationToken) =>
        Count(Zone.AddressesAsync(host, cancellationToken));

    public ValueTask<DnsAnswer<IPAddress>> AddressesAsync(
        string host, AddressFamily family, CancellationToken cancellationToken) =>
        Count(Zone.AddressesAsync(host, family, cancellationToken));

    public ValueTask<DnsAnswer<string>> TxtAsync(string name, CancellationToken cancellationToken) =>
        Count(new ValueTask<DnsAnswer<string>>(Txt(name)));

    public ValueTask<DnsAnswer<string>> PtrAsync(IPAddress address, CancellationToken cancellationToken) =>
        Count(Zone.PtrAsync(address, cancellationToken));

    public ValueTask<DnsAnswer<string>> CnameAsync(string name, CancellationToken cancellationToken) =>
        Count(Zone.CnameAsync(name, cancellationToken));

    public ValueTask<DnsAnswer<TlsaRecord>> TlsaAsync(string name, CancellationToken cancellationToken) =>
        Count(Zone.TlsaAsync(name, cancellationToken));

    private ValueTask<DnsAnswer<T>> Count<T>(ValueTask<DnsAnswer<T>> answer)
    {
        Interlocked.Increment(ref asked);
        return answer;
    }
}
