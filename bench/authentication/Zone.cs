using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Causeway.Core.Addresses;
using Causeway.Dns;

namespace Causeway.AuthenticationBench;

/// <summary>DNS in memory: each question is one look-up in a table, no answer is a fault.</summary>
internal sealed class Zone : IResolver
{
    private static readonly TimeSpan TimeToLive = TimeSpan.FromMinutes(5);

    private readonly Dictionary<string, string> txt = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, IPAddress> addresses = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string> exchanges = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<IPAddress, string> pointers = [];
    private readonly HashSet<string> names = new(StringComparer.OrdinalIgnoreCase);

    public void AddTxt(string name, string text) => txt[Exists(name)] = text;

    public void AddAddress(string name, IPAddress address) => addresses[Exists(name)] = address;

    public void AddExchange(string name, string host) => exchanges[Exists(name)] = host;

    public void AddPointer(IPAddress address, string host) => pointers.TryAdd(address, host);

    /// <summary>The same answers for a program of another language.</summary>
    public string ToJson() => JsonSerializer.Serialize(new Dictionary<string, Dictionary<string, string>>
    {
        ["TXT"] = txt,
        ["A"] = addresses.ToDictionary(pair => pair.Key, pair => pair.Value.ToString()),
        ["MX"] = exchanges,
        ["PTR"] = pointers.ToDictionary(pair => Reversed(pair.Key), pair => pair.Value),
    });

    public ValueTask<DnsAnswer<MxRecord>> MxAsync(DomainName domain, CancellationToken cancellationToken) =>
        exchanges.TryGetValue(domain.Value, out var host)
            ? Found(new MxRecord(10, host)) : None<MxRecord>(domain.Value);

    public ValueTask<DnsAnswer<IPAddress>> AddressesAsync(string host, CancellationToken cancellationToken) =>
        AddressesAsync(host, AddressFamily.InterNetwork, cancellationToken);

    public ValueTask<DnsAnswer<IPAddress>> AddressesAsync(
        string host, AddressFamily family, CancellationToken cancellationToken) =>
        family == AddressFamily.InterNetwork && addresses.TryGetValue(host, out var address)
            ? Found(address) : None<IPAddress>(host);

    public ValueTask<DnsAnswer<string>> TxtAsync(string name, CancellationToken cancellationToken) =>
        txt.TryGetValue(name, out var text) ? Found(text) : None<string>(name);

    public ValueTask<DnsAnswer<string>> PtrAsync(IPAddress address, CancellationToken cancellationToken) =>
        pointers.TryGetValue(address, out var host) ? Found(host) : None<string>("");

    public ValueTask<DnsAnswer<string>> CnameAsync(string name, CancellationToken cancellationToken) =>
        None<string>(name);

    public ValueTask<DnsAnswer<TlsaRecord>> TlsaAsync(string name, CancellationToken cancellationToken) =>
        None<TlsaRecord>(name);

    private static string Reversed(IPAddress address) =>
        string.Join('.', address.GetAddressBytes().Reverse()) + ".in-addr.arpa";

    private static ValueTask<DnsAnswer<T>> Found<T>(T record) =>
        ValueTask.FromResult(new DnsAnswer<T>(DnsStatus.Found, [record], TimeToLive));

    private ValueTask<DnsAnswer<T>> None<T>(string name) => ValueTask.FromResult(
        new DnsAnswer<T>(names.Contains(name) ? DnsStatus.NoData : DnsStatus.NoSuchName, [], TimeToLive));

    // A name exists if a name below it does (RFC 8020).
    private string Exists(string name)
    {
        for (var at = 0; names.Add(name[at..]) && name.IndexOf('.', at) is >= 0 and var dot; at = dot + 1)
        {
        }

        return name;
    }
}
