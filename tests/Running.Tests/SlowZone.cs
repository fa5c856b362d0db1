using System.Net;
using System.Net.Sockets;
using Causeway.Core.Addresses;
using Causeway.Dns;

namespace Causeway.Running.Tests;

/// <summary>A literal zone, parts of which nobody answers for, or in which the one who asks fails.</summary>
internal sealed class SlowZone : IResolver
{
    public FakeZone Zone { get; } = new();

    /// <summary>Ends of names for which no answer comes.</summary>
    public HashSet<string> Silent { get; } = [];

    /// <summary>Ends of names for which asking throws.</summary>
    public HashSet<string> Broken { get; } = [];

    public ValueTask<DnsAnswer<MxRecord>> MxAsync(DomainName domain, CancellationToken cancellationToken) =>
        AskAsync(domain.Value, () => Zone.MxAsync(domain, cancellationToken), cancellationToken);

    public ValueTask<DnsAnswer<IPAddress>> AddressesAsync(string host, CancellationToken cancellationToken) =>
        AskAsync(host, () => Zone.AddressesAsync(host, cancellationToken), cancellationToken);

    public ValueTask<DnsAnswer<IPAddress>> AddressesAsync(
        string host, AddressFamily family, CancellationToken cancellationToken) =>
        AskAsync(host, () => Zone.AddressesAsync(host, family, cancellationToken), cancellationToken);

    public ValueTask<DnsAnswer<string>> TxtAsync(string name, CancellationToken cancellationToken) =>
        AskAsync(name, () => Zone.TxtAsync(name, cancellationToken), cancellationToken);

    public ValueTask<DnsAnswer<string>> PtrAsync(IPAddress address, CancellationToken cancellationToken) =>
        Zone.PtrAsync(address, cancellationToken);

    public ValueTask<DnsAnswer<string>> CnameAsync(string name, CancellationToken cancellationToken) =>
        AskAsync(name, () => Zone.CnameAsync(name, cancellationToken), cancellationToken);

    public ValueTask<DnsAnswer<TlsaRecord>> TlsaAsync(string name, CancellationToken cancellationToken) =>
        AskAsync(name, () => Zone.TlsaAsync(name, cancellationToken), cancellationToken);

    private async ValueTask<T> AskAsync<T>(string name, Func<ValueTask<T>> ask, CancellationToken cancellationToken)
    {
        if (Broken.Any(end => name.EndsWith(end, StringComparison.Ordinal)))
        {
            throw new InvalidOperationException($"{name} is broken");
        }

        if (Silent.Any(end => name.EndsWith(end, StringComparison.Ordinal)))
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
        }

        return await ask();
    }
}
