using System.Net;
using System.Net.Sockets;
using Causeway.Core.Addresses;

namespace Causeway.Dns;

/// <summary>
/// Remembers what another resolver answered, for as long as the answers say (RFC 1035 section 3.2.1, RFC 2308 section
/// 5), and asks a question once only, however many wait for it. A question goes on when those who wait give up.
/// </summary>
public sealed class CachingResolver(IResolver inner, TimeProvider clock, CachingResolverOptions options) : IResolver
{
    private readonly Lock changing = new();
    private readonly AnswerStore store = new(clock, options.MaximumEntries, options.MaximumOctets);
    private readonly Dictionary<AnswerKey, Lazy<Task<object>>> underWay = [];

    public CachingResolver(IResolver inner, TimeProvider clock)
        : this(inner, clock, new CachingResolverOptions())
    {
    }

    public ValueTask<DnsAnswer<MxRecord>> MxAsync(DomainName domain, CancellationToken cancellationToken) =>
        MxAsync(domain.Value, cancellationToken);

    public ValueTask<DnsAnswer<MxRecord>> MxAsync(string name, CancellationToken cancellationToken) =>
        AskAsync("mx", name, () => inner.MxAsync(name, CancellationToken.None), cancellationToken);

    public async ValueTask<DnsAnswer<IPAddress>> AddressesAsync(string host, CancellationToken cancellationToken)
    {
        var four = AddressesAsync(host, AddressFamily.InterNetwork, cancellationToken).AsTask();
        var six = AddressesAsync(host, AddressFamily.InterNetworkV6, cancellationToken).AsTask();
        await Task.WhenAll(four, six).ConfigureAwait(false);
        return DnsAnswers.Merge(await four.ConfigureAwait(false), await six.ConfigureAwait(false));
    }

    public ValueTask<DnsAnswer<IPAddress>> AddressesAsync(
        string host, AddressFamily family, CancellationToken cancellationToken) => AskAsync(
        family == AddressFamily.InterNetworkV6 ? "aaaa" : "a", host,
        () => inner.AddressesAsync(host, family, CancellationToken.None), cancellationToken);

    public ValueTask<DnsAnswer<string>> TxtAsync(string name, CancellationToken cancellationToken) =>
        AskAsync("txt", name, () => inner.TxtAsync(name, CancellationToken.None), cancellationToken);

    public ValueTask<DnsAnswer<string>> PtrAsync(IPAddress address, CancellationToken cancellationToken) => AskAsync(
        "ptr", address.ToString(), () => inner.PtrAsync(address, CancellationToken.None), cancellationToken);

    public ValueTask<DnsAnswer<string>> CnameAsync(string name, CancellationToken cancellationToken) =>
        AskAsync("cname", name, () => inner.CnameAsync(name, CancellationToken.None), cancellationToken);

    public ValueTask<DnsAnswer<TlsaRecord>> TlsaAsync(string name, CancellationToken cancellationToken) =>
        AskAsync("tlsa", name, () => inner.TlsaAsync(name, CancellationToken.None), cancellationToken);

    private async ValueTask<DnsAnswer<T>> AskAsync<T>(
        string type, string name, Func<ValueTask<DnsAnswer<T>>> ask, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var key = new AnswerKey(type, DnsNames.Normalize(name));
        Lazy<Task<object>>? asked;
        lock (changing)
        {
            if (store.Find<T>(key) is { } remembered)
            {
                return remembered;
            }

            if (!underWay.TryGetValue(key, out asked))
            {
                asked = new Lazy<Task<object>>(() => AskOnceAsync(key, ask));
                underWay.Add(key, asked);
            }
        }

        return (DnsAnswer<T>)await asked.Value.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task<object> AskOnceAsync<T>(AnswerKey key, Func<ValueTask<DnsAnswer<T>>> ask)
    {
        DnsAnswer<T>? answer = null;
        try
        {
            return answer = await ask().ConfigureAwait(false);
        }
        finally
        {
            lock (changing)
            {
                underWay.Remove(key);
                if (answer is not null && TimeToLive(answer) is var timeToLive && timeToLive > TimeSpan.Zero)
                {
                    store.Add(key, answer, timeToLive);
                }
            }
        }
    }

    private TimeSpan TimeToLive<T>(DnsAnswer<T> answer) => answer.Status switch
    {
        DnsStatus.Found => Max(Min(answer.TimeToLive, options.MaximumTimeToLive), options.MinimumTimeToLive),
        DnsStatus.TemporaryFault => options.FaultTimeToLive,
        _ => Min(answer.TimeToLive, options.MaximumNegativeTimeToLive),
    };

    private static TimeSpan Min(TimeSpan one, TimeSpan other) => one < other ? one : other;

    private static TimeSpan Max(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
