using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;
using Causeway.Core.Addresses;
using Causeway.Dns.Wire;

namespace Causeway.Dns;

/// <summary>
/// The resolver on the wire: asks recursive servers, believes only what answers the question, in bounded time. It
/// remembers nothing: <see cref="CachingResolver"/> does. Validation of DNSSEC is left to a server on this machine.
/// </summary>
public sealed class DnsResolver : IResolver
{
    private readonly DnsResolverOptions options;
    private readonly TimeProvider clock;
    private readonly DnsServers servers;

    // A question has a place in it for as long as it is asked.
    private readonly Channel<string> asking;

    public DnsResolver(DnsResolverOptions options)
        : this(options, TimeProvider.System)
    {
    }

    public DnsResolver(DnsResolverOptions options, TimeProvider clock)
    {
        this.options = options;
        this.clock = clock;
        servers = new DnsServers(options.Servers, clock);
        asking = Channel.CreateBounded<string>(options.Concurrency);
    }

    public ValueTask<DnsAnswer<MxRecord>> MxAsync(DomainName domain, CancellationToken cancellationToken) =>
        MxAsync(domain.Value, cancellationToken);

    public ValueTask<DnsAnswer<MxRecord>> MxAsync(string name, CancellationToken cancellationToken) =>
        AskAsync<MxRecord>(name, RecordType.Mx, cancellationToken);

    public async ValueTask<DnsAnswer<IPAddress>> AddressesAsync(string host, CancellationToken cancellationToken)
    {
        var four = AddressesAsync(host, AddressFamily.InterNetwork, cancellationToken).AsTask();
        var six = AddressesAsync(host, AddressFamily.InterNetworkV6, cancellationToken).AsTask();
        await Task.WhenAll(four, six).ConfigureAwait(false);
        return DnsAnswers.Merge(await four.ConfigureAwait(false), await six.ConfigureAwait(false));
    }

    public ValueTask<DnsAnswer<IPAddress>> AddressesAsync(
        string host, AddressFamily family, CancellationToken cancellationToken) => AskAsync<IPAddress>(
        host, family == AddressFamily.InterNetworkV6 ? RecordType.Aaaa : RecordType.A, cancellationToken);

    public ValueTask<DnsAnswer<string>> TxtAsync(string name, CancellationToken cancellationToken) =>
        AskAsync<string>(name, RecordType.Txt, cancellationToken);

    public ValueTask<DnsAnswer<string>> PtrAsync(IPAddress address, CancellationToken cancellationToken) =>
        AskAsync<string>(DnsNames.Reverse(address), RecordType.Ptr, cancellationToken);

    public ValueTask<DnsAnswer<string>> CnameAsync(string name, CancellationToken cancellationToken) =>
        AskAsync<string>(name, RecordType.Cname, cancellationToken);

    public ValueTask<DnsAnswer<TlsaRecord>> TlsaAsync(string name, CancellationToken cancellationToken) =>
        AskAsync<TlsaRecord>(name, RecordType.Tlsa, cancellationToken);

    // RFC 4035 section 4.9.3: AD is the word of a server, which only on this machine nobody changes on its way.
    internal static DnsMessage Trusted(DnsMessage message, IPAddress server) =>
        message with { IsAuthenticated = message.IsAuthenticated && IPAddress.IsLoopback(server) };

    private async ValueTask<DnsAnswer<T>> AskAsync<T>(
        string name, RecordType type, CancellationToken cancellationToken)
        where T : class
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var late = new CancellationTokenSource(options.TotalTimeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            await asking.Writer.WriteAsync(name, either.Token).ConfigureAwait(false);
            try
            {
                return await FollowAsync<T>(name, type, either.Token).ConfigureAwait(false);
            }
            finally
            {
                asking.Reader.TryRead(out _);
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return DnsAnswers.None<T>(DnsStatus.TemporaryFault);
        }
    }

    private async Task<DnsAnswer<T>> FollowAsync<T>(string name, RecordType type, CancellationToken ct)
        where T : class
    {
        var chain = new AliasChain();
        var isAuthenticated = true;
        while (true)
        {
            if (!DnsQuestion.TryCreate(name, type, out var question))
            {
                return DnsAnswers.None<T>(DnsStatus.NoSuchName);
            }

            if (await AskServersAsync(question, ct).ConfigureAwait(false) is not { } message
                || !chain.TryFollow(question, message))
            {
                return DnsAnswers.None<T>(DnsStatus.TemporaryFault);
            }

            isAuthenticated &= message.IsAuthenticated;
            var found = message.Answers.Where(record => record.Owner == chain.End && record.Type == type).ToList();
            if (found.Count > 0 && message.Code == DnsMessage.NameError)
            {
                // It is there and does not exist: one of both is a lie.
                return DnsAnswers.None<T>(DnsStatus.TemporaryFault);
            }

            if (found.Count > 0)
            {
                return new DnsAnswer<T>(
                    DnsStatus.Found, [.. found.Select(record => (T)record.Value!)],
                    chain.Shortest(found.Min(record => record.TimeToLive)))
                { IsAuthenticated = isAuthenticated };
            }

            // A recursive server answers with the whole chain; an authoritative one may stop at the edge of its zones.
            if (message.Code == DnsMessage.NoError && chain.End != question.Name && !message.HasAuthority(chain.End))
            {
                name = chain.End;
                continue;
            }

            // RFC 2308 section 2.1: with CNAMEs it is the last name that does not exist.
            return DnsAnswers.None<T>(
                message.Code == DnsMessage.NameError ? DnsStatus.NoSuchName : DnsStatus.NoData,
                chain.Shortest(message.NegativeTimeToLive(chain.End)))
                with { IsAuthenticated = isAuthenticated };
        }
    }

    /// <summary>The answer of the first server that has one; null where none has.</summary>
    private async Task<DnsMessage?> AskServersAsync(DnsQuestion question, CancellationToken ct)
    {
        var left = servers.InOrder();
        for (var round = 0; round <= options.Retries; round++)
        {
            foreach (var server in left)
            {
                ct.ThrowIfCancellationRequested();
                using var late = new CancellationTokenSource(options.Timeout, clock);
                using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, ct);
                try
                {
                    var message = await DnsExchange.AskAsync(server, question, either.Token).ConfigureAwait(false);
                    if (message.Code is DnsMessage.NoError or DnsMessage.NameError && !message.IsReferral)
                    {
                        servers.Answered(server);
                        return Trusted(message, server.Address);
                    }

                    left = left.Remove(server);
                }
                catch (OperationCanceledException) when (!ct.IsCancellationRequested)
                {
                    // It did not answer in time, and is asked again when the others have been.
                }
                catch (Exception fault) when (fault is SocketException or IOException or FormatException)
                {
                    left = left.Remove(server);
                }
            }
        }

        return null;
    }
}
