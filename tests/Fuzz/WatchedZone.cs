using System.Net;
using System.Net.Sockets;
using Causeway.Core.Addresses;
using Causeway.Dns;

namespace Causeway.Fuzz;

/// <summary>Counts the questions to a zone, and looks at the names in them.</summary>
internal sealed class WatchedZone(FakeZone zone) : IResolver
{
    public int Questions { get; private set; }

    /// <summary>A name that cannot be asked for (RFC 1035 section 2.3.4), and was.</summary>
    public string? Fault { get; private set; }

    public ValueTask<DnsAnswer<MxRecord>> MxAsync(DomainName domain, CancellationToken cancellationToken) =>
        MxAsync(domain.Value, cancellationToken);

    public ValueTask<DnsAnswer<MxRecord>> MxAsync(string name, CancellationToken cancellationToken) =>
        zone.MxAsync(Seen(name), cancellationToken);

    public ValueTask<DnsAnswer<IPAddress>> AddressesAsync(string host, CancellationToken cancellationToken) =>
        zone.AddressesAsync(Seen(host), cancellationToken);

    public ValueTask<DnsAnswer<IPAddress>> AddressesAsync(
        string host, AddressFamily family, CancellationToken cancellationToken) =>
        zone.AddressesAsync(Seen(host), family, cancellationToken);

    public ValueTask<DnsAnswer<string>> TxtAsync(string name, CancellationToken cancellationToken) =>
        zone.TxtAsync(Seen(name), cancellationToken);

    public ValueTask<DnsAnswer<string>> PtrAsync(IPAddress address, CancellationToken cancellationToken)
    {
        Questions++;
        return zone.PtrAsync(address, cancellationToken);
    }

    public ValueTask<DnsAnswer<string>> CnameAsync(string name, CancellationToken cancellationToken) =>
        zone.CnameAsync(Seen(name), cancellationToken);

    public ValueTask<DnsAnswer<TlsaRecord>> TlsaAsync(string name, CancellationToken cancellationToken) =>
        zone.TlsaAsync(Seen(name), cancellationToken);

    private string Seen(string name)
    {
        Questions++;
        var isName = name.Length is > 0 and <= 253 && name.Split('.').All(label => label.Length is > 0 and <= 63)
            && name.All(c => c is >= ' ' and <= '~');
        Fault ??= isName ? null : $"DNS was asked for '{name}'";
        return name;
    }
}
