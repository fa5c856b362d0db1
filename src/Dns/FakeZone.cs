using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Causeway.Core.Addresses;

namespace Causeway.Dns;

/// <summary>
/// A literal zone for tests and rehearsals:
/// <c>new FakeZone { Mx = { ["a.example"] = ["10 mx.example"] }, Addresses = { ["mx.example"] = ["192.0.2.1"] } }</c>.
/// Names are written without the trailing dot; a name exists if it, or a name below it, has a record.
/// </summary>
public sealed class FakeZone : IResolver
{
    private static readonly TimeSpan TimeToLive = TimeSpan.FromMinutes(5);

    /// <summary>Each as <c>10 mx.a.example</c>; <c>0 .</c> is the null MX.</summary>
    public Dictionary<string, string[]> Mx { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>A and AAAA records.</summary>
    public Dictionary<string, string[]> Addresses { get; } = new(StringComparer.OrdinalIgnoreCase);

    public Dictionary<string, string[]> Txt { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Keyed by the address: <c>["192.0.2.1"] = ["mx.a.example"]</c>.</summary>
    public Dictionary<string, string[]> Pointers { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Each as <c>3 1 1 0123ab</c>.</summary>
    public Dictionary<string, string[]> Tlsa { get; } = new(StringComparer.OrdinalIgnoreCase);

    public Dictionary<string, string> Cname { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Names whose questions fail for now: <c>a.example</c> for all types, or <c>mx a.example</c> for one
    /// (mx, address, txt, ptr, cname, tlsa).</summary>
    public HashSet<string> Faults { get; } = new(StringComparer.OrdinalIgnoreCase);

    public ValueTask<DnsAnswer<MxRecord>> MxAsync(DomainName domain, CancellationToken cancellationToken) =>
        MxAsync(domain.Value, cancellationToken);

    public ValueTask<DnsAnswer<MxRecord>> MxAsync(string name, CancellationToken cancellationToken) =>
        Answer("mx", name, Mx, ReadMx, cancellationToken);

    public ValueTask<DnsAnswer<IPAddress>> AddressesAsync(string host, CancellationToken cancellationToken) =>
        Answer("address", host, Addresses, IPAddress.Parse, cancellationToken);

    public async ValueTask<DnsAnswer<IPAddress>> AddressesAsync(
        string host, AddressFamily family, CancellationToken cancellationToken)
    {
        var both = await AddressesAsync(host, cancellationToken).ConfigureAwait(false);
        return both.IsFound
            ? DnsAnswers.Of<IPAddress>(
                [.. both.Records.Where(address => address.AddressFamily == family)], both.TimeToLive)
            : both;
    }

    public ValueTask<DnsAnswer<string>> CnameAsync(string name, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var normal = DnsNames.Normalize(name);
        return ValueTask.FromResult(
            IsFaulty("cname", normal) ? DnsAnswers.None<string>(DnsStatus.TemporaryFault)
            : Cname.TryGetValue(normal, out var target)
                ? DnsAnswers.Of<string>([DnsNames.Normalize(target)], TimeToLive)
                : DnsAnswers.None<string>(Exists(normal) ? DnsStatus.NoData : DnsStatus.NoSuchName));
    }

    public ValueTask<DnsAnswer<TlsaRecord>> TlsaAsync(string name, CancellationToken cancellationToken) =>
        Answer("tlsa", name, Tlsa, ReadTlsa, cancellationToken);

    public ValueTask<DnsAnswer<string>> TxtAsync(string name, CancellationToken cancellationToken) =>
        Answer("txt", name, Txt, text => text, cancellationToken);

    public ValueTask<DnsAnswer<string>> PtrAsync(IPAddress address, CancellationToken cancellationToken) =>
        Answer("ptr", address.ToString(), Pointers, DnsNames.Normalize, cancellationToken);

    private static MxRecord ReadMx(string text)
    {
        var parts = text.Split(' ', 2);
        return new MxRecord(int.Parse(parts[0], CultureInfo.InvariantCulture), DnsNames.Normalize(parts[1]));
    }

    private static TlsaRecord ReadTlsa(string text)
    {
        var parts = text.Split(' ', 4);
        return new TlsaRecord(
            int.Parse(parts[0], CultureInfo.InvariantCulture), int.Parse(parts[1], CultureInfo.InvariantCulture),
            int.Parse(parts[2], CultureInfo.InvariantCulture), parts[3].ToLowerInvariant());
    }

    private ValueTask<DnsAnswer<T>> Answer<T>(
        string type, string name, Dictionary<string, string[]> records, Func<string, T> read,
        CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var end = DnsNames.Normalize(name);
        for (var cnames = 0; cnames < DnsNames.MaximumCnames && Cname.TryGetValue(end, out var target); cnames++)
        {
            end = DnsNames.Normalize(target);
        }

        return ValueTask.FromResult(
            IsFaulty(type, end) || IsFaulty(type, DnsNames.Normalize(name)) || Cname.ContainsKey(end)
                ? DnsAnswers.None<T>(DnsStatus.TemporaryFault)
                : records.TryGetValue(end, out var found)
                    ? DnsAnswers.Of<T>([.. found.Select(read)], TimeToLive)
                    : DnsAnswers.None<T>(Exists(end) ? DnsStatus.NoData : DnsStatus.NoSuchName));
    }

    private bool IsFaulty(string type, string name) => Faults.Contains(name) || Faults.Contains($"{type} {name}");

    private bool Exists(string name) => Mx.Keys.Concat(Addresses.Keys).Concat(Txt.Keys).Concat(Pointers.Keys)
        .Concat(Cname.Keys).Concat(Tlsa.Keys).Any(key =>
            string.Equals(key, name, StringComparison.OrdinalIgnoreCase)
            || key.EndsWith('.' + name, StringComparison.OrdinalIgnoreCase));
}
