using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Causeway.Core.Addresses;

namespace Causeway.Dns.Zones;

/// <summary>
/// Answers from a zone file as its name server would: CNAMEs, wildcards, names without data. A name of which the file
/// cannot know, outside its zones or in one that it hands on with NS, is a temporary fault; see <see cref="Knows"/>.
/// </summary>
public sealed class ZoneResolver : IResolver
{
    private readonly HashSet<string> apexes;
    private readonly HashSet<string> names = new(StringComparer.Ordinal);
    private readonly HashSet<string> cuts;
    private readonly Dictionary<(string Owner, string Type), ImmutableArray<ZoneRecord>> sets;

    public ZoneResolver(ZoneFile zone)
    {
        apexes = zone.Apexes.ToHashSet(StringComparer.Ordinal);
        sets = zone.Records.GroupBy(record => (record.Owner, record.Type))
            .ToDictionary(set => set.Key, set => set.ToImmutableArray());
        cuts = zone.Records.Where(record => record.Type == "NS" && !apexes.Contains(record.Owner))
            .Select(record => record.Owner).ToHashSet(StringComparer.Ordinal);

        // RFC 4592 section 2.2.2: a name exists where there is one below it.
        foreach (var record in zone.Records)
        {
            names.Add(record.Owner);
            names.UnionWith(ZoneFile.Ancestors(record.Owner).Where(name => ApexOf(name) is not null));
        }

        names.UnionWith(apexes);
    }

    /// <summary>True where the file must have what there is at this name.</summary>
    public bool Knows(string name)
    {
        var normal = DnsNames.Normalize(name);
        return ApexOf(normal) is { } apex
            && !ZoneFile.Ancestors(normal).Prepend(normal).TakeWhile(above => above != apex).Any(cuts.Contains);
    }

    public ValueTask<DnsAnswer<MxRecord>> MxAsync(DomainName domain, CancellationToken cancellationToken) =>
        MxAsync(domain.Value, cancellationToken);

    public ValueTask<DnsAnswer<MxRecord>> MxAsync(string name, CancellationToken cancellationToken) => Answer(
        name, "MX", record => new MxRecord(Number(record.Content[0]), record.Content[1]), cancellationToken);

    public async ValueTask<DnsAnswer<IPAddress>> AddressesAsync(string host, CancellationToken cancellationToken) =>
        DnsAnswers.Merge(
            await AddressesAsync(host, AddressFamily.InterNetwork, cancellationToken).ConfigureAwait(false),
            await AddressesAsync(host, AddressFamily.InterNetworkV6, cancellationToken).ConfigureAwait(false));

    public ValueTask<DnsAnswer<IPAddress>> AddressesAsync(
        string host, AddressFamily family, CancellationToken cancellationToken) => Answer(
        host, family == AddressFamily.InterNetworkV6 ? "AAAA" : "A", record => IPAddress.Parse(record.Content[0]),
        cancellationToken);

    public ValueTask<DnsAnswer<string>> TxtAsync(string name, CancellationToken cancellationToken) =>
        Answer(name, "TXT", record => string.Concat(record.Content), cancellationToken);

    public ValueTask<DnsAnswer<string>> PtrAsync(IPAddress address, CancellationToken cancellationToken) =>
        Answer(DnsNames.Reverse(address), "PTR", record => record.Content[0], cancellationToken);

    public ValueTask<DnsAnswer<string>> CnameAsync(string name, CancellationToken cancellationToken) =>
        Answer(name, "CNAME", record => record.Content[0], cancellationToken);

    public ValueTask<DnsAnswer<TlsaRecord>> TlsaAsync(string name, CancellationToken cancellationToken) => Answer(
        name, "TLSA",
        record => new TlsaRecord(
            Number(record.Content[0]), Number(record.Content[1]), Number(record.Content[2]), record.Content[3]),
        cancellationToken);

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private ValueTask<DnsAnswer<T>> Answer<T>(
        string name, string type, Func<ZoneRecord, T> read, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var end = DnsNames.Normalize(name);
        for (var cnames = 0; cnames <= DnsNames.MaximumCnames && Knows(end); cnames++)
        {
            var source = SourceOf(end);
            if (source is not null && sets.TryGetValue((source, type), out var found))
            {
                return ValueTask.FromResult(DnsAnswers.Of<T>(
                    [.. found.Select(read)], found.Min(record => record.TimeToLive)));
            }

            if (source is null || !sets.TryGetValue((source, "CNAME"), out var alias))
            {
                return ValueTask.FromResult(DnsAnswers.None<T>(
                    source is null ? DnsStatus.NoSuchName : DnsStatus.NoData, NegativeTimeToLive(end)));
            }

            end = alias[0].Content[0];
        }

        return ValueTask.FromResult(DnsAnswers.None<T>(DnsStatus.TemporaryFault));
    }

    // RFC 4592 section 3.3.1: the name itself, else the wildcard directly below its closest encloser.
    private string? SourceOf(string name)
    {
        if (names.Contains(name))
        {
            return name;
        }

        var encloser = ZoneFile.Ancestors(name).First(names.Contains);
        var wildcard = encloser.Length == 0 ? "*" : $"*.{encloser}";
        return names.Contains(wildcard) ? wildcard : null;
    }

    private string? ApexOf(string name) => ZoneFile.Ancestors(name).Prepend(name).FirstOrDefault(apexes.Contains);

    // RFC 2308 section 5: the lower of the SOA's minimum and its own TTL.
    private TimeSpan NegativeTimeToLive(string name)
    {
        if (ApexOf(name) is not { } apex || !sets.TryGetValue((apex, "SOA"), out var soa))
        {
            return TimeSpan.Zero;
        }

        var minimum = TimeSpan.FromSeconds(Number(soa[0].Content[^1]));
        return minimum < soa[0].TimeToLive ? minimum : soa[0].TimeToLive;
    }
}
