using System.Net;
using System.Net.Sockets;
using Causeway.Core.Addresses;
using DnsClient;
using DnsClient.Protocol;

namespace Causeway.Dns;

/// <summary>
/// The resolver on the wire: UDP, TCP where an answer was truncated (RFC 7766), bounded time, a cache that obeys TTLs.
/// Validation of DNSSEC is left to the server that is asked.
/// </summary>
public sealed class DnsResolver : IResolver
{
    // RFC 1034 section 5.2.2 asks for a limit on chains of CNAMEs and names no number.
    private const int MaximumCnames = 8;

    private readonly LookupClient client;

    public DnsResolver(DnsResolverOptions options)
    {
        var lookup = options.Servers.Count == 0
            ? new LookupClientOptions()
            : new LookupClientOptions([.. options.Servers]) { AutoResolveNameServers = false };
        lookup.Timeout = options.Timeout;
        lookup.Retries = options.Retries;
        lookup.UseCache = options.UsesCache;
        lookup.UseTcpFallback = true;
        lookup.ThrowDnsErrors = false;
        lookup.CacheFailedResults = false;

        // The next server is asked after an error, but "there is no such record" is an answer and ends the search.
        lookup.ContinueOnDnsError = true;
        lookup.ContinueOnEmptyResponse = false;
        client = new LookupClient(lookup);
    }

    public ValueTask<DnsAnswer<Dns.MxRecord>> MxAsync(DomainName domain, CancellationToken cancellationToken) =>
        AskAsync(domain.Value, QueryType.MX, MxOf, cancellationToken);

    public async ValueTask<DnsAnswer<IPAddress>> AddressesAsync(string host, CancellationToken cancellationToken)
    {
        var four = AddressesAsync(host, AddressFamily.InterNetwork, cancellationToken).AsTask();
        var six = AddressesAsync(host, AddressFamily.InterNetworkV6, cancellationToken).AsTask();
        await Task.WhenAll(four, six).ConfigureAwait(false);
        return Merge(await four.ConfigureAwait(false), await six.ConfigureAwait(false));
    }

    public ValueTask<DnsAnswer<IPAddress>> AddressesAsync(
        string host, AddressFamily family, CancellationToken cancellationToken) => AskAsync(
        host, family == AddressFamily.InterNetworkV6 ? QueryType.AAAA : QueryType.A, AddressOf, cancellationToken);

    public ValueTask<DnsAnswer<string>> CnameAsync(string name, CancellationToken cancellationToken) =>
        AskAsync(name, QueryType.CNAME,
            record => record is CNameRecord cname ? DnsNames.Normalize(cname.CanonicalName.Value) : null,
            cancellationToken);

    public ValueTask<DnsAnswer<Dns.TlsaRecord>> TlsaAsync(string name, CancellationToken cancellationToken) =>
        AskAsync(name, QueryType.TLSA, TlsaOf, cancellationToken);

    public ValueTask<DnsAnswer<string>> TxtAsync(string name, CancellationToken cancellationToken) =>
        AskAsync(name, QueryType.TXT, record => record is TxtRecord txt ? string.Concat(txt.Text) : null,
            cancellationToken);

    public ValueTask<DnsAnswer<string>> PtrAsync(IPAddress address, CancellationToken cancellationToken) =>
        AskAsync(DnsNames.Reverse(address), QueryType.PTR,
            record => record is PtrRecord ptr ? DnsNames.Normalize(ptr.PtrDomainName.Value) : null, cancellationToken);

    private static Dns.MxRecord? MxOf(DnsResourceRecord record) => record is DnsClient.Protocol.MxRecord mx
        ? new Dns.MxRecord(mx.Preference, DnsNames.Normalize(mx.Exchange.Value))
        : null;

    private static Dns.TlsaRecord? TlsaOf(DnsResourceRecord record) => record is DnsClient.Protocol.TlsaRecord tlsa
        ? new Dns.TlsaRecord(
            (int)tlsa.CertificateUsage, (int)tlsa.Selector, (int)tlsa.MatchingType,
            tlsa.CertificateAssociationDataAsString.ToLowerInvariant())
        : null;

    private static IPAddress? AddressOf(DnsResourceRecord record) => (record as AddressRecord)?.Address;

    private static DnsAnswer<IPAddress> Merge(DnsAnswer<IPAddress> four, DnsAnswer<IPAddress> six) =>
        (four.Status, six.Status) switch
        {
            (DnsStatus.Found, DnsStatus.Found) => new(DnsStatus.Found, [.. four.Records, .. six.Records],
                four.TimeToLive < six.TimeToLive ? four.TimeToLive : six.TimeToLive),
            (DnsStatus.Found, _) => four,
            (_, DnsStatus.Found) => six,
            (DnsStatus.TemporaryFault, _) or (_, DnsStatus.TemporaryFault) =>
                DnsAnswers.None<IPAddress>(DnsStatus.TemporaryFault),
            (DnsStatus.NoSuchName, DnsStatus.NoSuchName) => four,
            _ => DnsAnswers.None<IPAddress>(DnsStatus.NoData),
        };

    private async ValueTask<DnsAnswer<T>> AskAsync<T>(
        string name, QueryType type, Func<DnsResourceRecord, T?> read, CancellationToken cancellationToken)
        where T : class
    {
        for (var cnames = 0; cnames <= MaximumCnames; cnames++)
        {
            if (!DomainName.TryParse(name, out var domain) || domain.IsAddressLiteral)
            {
                return DnsAnswers.None<T>(DnsStatus.NoSuchName);
            }

            var (status, records, authorities) = await QueryAsync(domain.Value, type, cancellationToken).ConfigureAwait(false);
            if (status != DnsStatus.Found)
            {
                return DnsAnswers.None<T>(status, NegativeTimeToLive(authorities));
            }

            var found = records.Select(record => (record, value: read(record))).Where(pair => pair.value is not null)
                .ToList();
            if (found.Count > 0)
            {
                var seconds = found.Min(pair => pair.record.InitialTimeToLive);
                return DnsAnswers.Of<T>([.. found.Select(pair => pair.value!)], TimeSpan.FromSeconds(seconds));
            }

            // A recursive server answers with the whole chain; an authoritative one may stop at the edge of its zones.
            if (DnsNames.EndOfChain(domain.Value, records) is not { } target)
            {
                return DnsAnswers.None<T>(DnsStatus.NoData, NegativeTimeToLive(authorities));
            }

            name = target;
        }

        return DnsAnswers.None<T>(DnsStatus.TemporaryFault);
    }

    // RFC 2308 section 5: the lower of the SOA record's own TTL and the minimum that it names.
    private static TimeSpan NegativeTimeToLive(IReadOnlyList<DnsResourceRecord> authorities) =>
        authorities.OfType<SoaRecord>().FirstOrDefault() is { } authority
            ? TimeSpan.FromSeconds(Math.Min(authority.InitialTimeToLive, authority.Minimum)) : TimeSpan.Zero;

    private async ValueTask<(
        DnsStatus Status, IReadOnlyList<DnsResourceRecord> Records, IReadOnlyList<DnsResourceRecord> Authorities)>
        QueryAsync(string name, QueryType type, CancellationToken cancellationToken)
    {
        try
        {
            // The dot at the end keeps the search list of the operating system out of it.
            var response = await client.QueryAsync(name + ".", type, QueryClass.IN, cancellationToken)
                .ConfigureAwait(false);
            return response.Header.ResponseCode switch
            {
                DnsHeaderResponseCode.NoError => (DnsStatus.Found, response.Answers, response.Authorities),
                DnsHeaderResponseCode.NotExistentDomain => (DnsStatus.NoSuchName, [], response.Authorities),
                _ => (DnsStatus.TemporaryFault, [], []),
            };
        }
        catch (Exception fault) when (fault is DnsResponseException or SocketException or IOException
            or IndexOutOfRangeException or ArgumentException or InvalidOperationException
            or OperationCanceledException)
        {
            // The library wraps a cancellation as it does a time-out; and a broken answer as whatever its parser met.
            cancellationToken.ThrowIfCancellationRequested();
            return (DnsStatus.TemporaryFault, [], []);
        }
    }
}
