using System.Net;
using System.Net.Sockets;
using System.Text;
using Causeway.Core.Addresses;
using Causeway.Dns;

namespace Causeway.Transport.Domains;

/// <summary>
/// Fetches a domain's file by HTTP, then by HTTPS: from the domain's own public addresses, no matter where it points
/// to, and never more than fits a token.
/// </summary>
/// <param name="options">Which addresses a stranger's name may lead to.</param>
public sealed class DomainWeb(IResolver resolver, MailHostOptions options, TimeProvider clock) : IDomainFiles
{
    // A token is 54 octets; whatever is longer is something else.
    private const int LongestFile = 1024;
    private const int LongestHeaderKilobytes = 16;
    private const int MostAddresses = 4;

    private static readonly TimeSpan LongestFetch = TimeSpan.FromSeconds(10);

    public async ValueTask<DomainFile> FetchAsync(DomainName domain, CancellationToken ct)
    {
        var plain = await FetchAsync(domain, "http", ct).ConfigureAwait(false);
        if (plain.Text is not null)
        {
            return plain;
        }

        var secure = await FetchAsync(domain, "https", ct).ConfigureAwait(false);
        return secure.Text is not null ? secure : plain with { IsFault = plain.IsFault && secure.IsFault };
    }

    private async Task<DomainFile> FetchAsync(DomainName domain, string scheme, CancellationToken ct)
    {
        using var patience = new CancellationTokenSource(LongestFetch, clock);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct, patience.Token);
        try
        {
            // Made for one fetch: nothing of one domain's is left for another's.
            using var handler = new SocketsHttpHandler
            {
                UseProxy = false,
                UseCookies = false,
                AllowAutoRedirect = false,
                MaxResponseHeadersLength = LongestHeaderKilobytes,
                ConnectCallback = ConnectAsync,
            };
            using var http = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
            using var response = await http.GetAsync(
                new Uri($"{scheme}://{domain}{DomainToken.FilePath}"), HttpCompletionOption.ResponseHeadersRead,
                limit.Token).ConfigureAwait(false);
            return response.StatusCode == HttpStatusCode.OK
                ? new DomainFile(await ReadAsync(response, limit.Token).ConfigureAwait(false), null, false)
                : new DomainFile(
                    null, $"the web site answered {(int)response.StatusCode} (by {scheme})",
                    (int)response.StatusCode >= 500);
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException or SocketException
            || (fault is OperationCanceledException && !ct.IsCancellationRequested))
        {
            return new DomainFile(null, fault is OperationCanceledException
                ? $"the web site did not answer within {LongestFetch.TotalSeconds:0} s (by {scheme})"
                : $"{fault.InnerException?.Message ?? fault.Message} (by {scheme})", true);
        }
    }

    private static async Task<string> ReadAsync(HttpResponseMessage response, CancellationToken ct)
    {
        using var stream = await response.Content.ReadAsStreamAsync(ct).ConfigureAwait(false);
        var octets = new byte[LongestFile];
        var length = await stream.ReadAtLeastAsync(octets, octets.Length, throwOnEndOfStream: false, ct)
            .ConfigureAwait(false);
        return Encoding.UTF8.GetString(octets, 0, length);
    }

    // The name was chosen by whoever claims the domain: it leads nowhere but to the public Internet.
    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken ct)
    {
        var answer = await resolver.AddressesAsync(context.DnsEndPoint.Host, ct).ConfigureAwait(false);
        var addresses = answer.Records.Where(address => AddressGuard.MayConnect(address, options))
            .Take(MostAddresses).ToArray();
        if (addresses.Length == 0)
        {
            throw new IOException($"{context.DnsEndPoint.Host} has no public address");
        }

        var last = new SocketException((int)SocketError.HostUnreachable);
        foreach (var address in addresses)
        {
            var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(new IPEndPoint(address, context.DnsEndPoint.Port), ct).ConfigureAwait(false);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch (SocketException fault)
            {
                last = fault;
                socket.Dispose();
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        }

        throw last;
    }
}
