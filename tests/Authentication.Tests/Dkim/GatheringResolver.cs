using System.Net;
using System.Net.Sockets;
using Causeway.Core.Addresses;
using Causeway.Dns;

namespace Causeway.Authentication.Tests.Dkim;

/// <summary>Answers no question before so many were asked, and remembers them.</summary>
internal sealed class GatheringResolver(FakeZone zone, int count) : IResolver
{
    private readonly TaskCompletionSource all = new();

    public List<string> Asked { get; } = [];

    public async ValueTask<DnsAnswer<string>> TxtAsync(string name, CancellationToken cancellationToken)
    {
        Asked.Add(name);
        if (Asked.Count == count)
        {
            all.SetResult();
        }

        await all.Task.WaitAsync(cancellationToken);
        return await zone.TxtAsync(name, cancellationToken);
    }

    public ValueTask<DnsAnswer<MxRecord>> MxAsync(DomainName domain, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public ValueTask<DnsAnswer<IPAddress>> AddressesAsync(string host, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public ValueTask<DnsAnswer<IPAddress>> AddressesAsync(
        string host, AddressFamily family, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask<DnsAnswer<string>> PtrAsync(IPAddress address, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public ValueTask<DnsAnswer<string>> CnameAsync(string name, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public ValueTask<DnsAnswer<TlsaRecord>> TlsaAsync(string name, CancellationToken cancellationToken) =>
        throw new NotSupportedException();
}
