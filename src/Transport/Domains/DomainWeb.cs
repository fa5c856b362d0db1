using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
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

    /// <summary>Who vouches for web sites; null for those whom this machine trusts.</summary>
    public X509Certificate2Collection? Roots { get; init; }

    /// <summary>Where web sites listen.</summary>
    public (int Http, int Https) Ports { get; init; } = (80, 443);

    public async ValueTask<DomainFile> FetchAsync(DomainName domain, CancellationToken ct)
    {
        var plain = await FetchAsync(domain, "http", Ports.Http, ct).ConfigureAwait(false);
        if (plain.Text is not null)
        {
            return plain;
        }

        var secure = await FetchAsync(domain, "https", Ports.Https, ct).ConfigureAwait(false);
        return secure.Text is not null
            ? secure
            : new DomainFile(
                null, plain.Why == secure.Why ? plain.Why : $"by http: {plain.Why}; by https: {secure.Why}",
                plain.IsFault && secure.IsFault);
    }

    private async Task<DomainFile> FetchAsync(DomainName domain, string scheme, int port, CancellationToken ct)
    {
        var where = new UriBuilder(scheme, domain.Value, port, DomainToken.FilePath).Uri;
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
                SslOptions = { CertificateChainPolicy = Trust() },
            };
            using var http = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
            using var response = await http.GetAsync(where, HttpCompletionOption.ResponseHeadersRead, limit.Token)
                .ConfigureAwait(false);
            return response.StatusCode == HttpStatusCode.OK
                ? new DomainFile(await ReadAsync(response, limit.Token).ConfigureAwait(false), null, false)
                : Refused(response, scheme);
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException or SocketException
            || (fault is OperationCanceledException && !ct.IsCancellationRequested))
        {
            return new DomainFile(null, fault is OperationCanceledException
                ? $"the web site did not answer within {LongestFetch.TotalSeconds:0} s"
                : fault.InnerException?.Message ?? fault.Message, true);
        }
    }

    // Where HTTP sends everybody on to HTTPS, what HTTPS says counts alone.
    private static DomainFile Refused(HttpResponseMessage response, string scheme)
    {
        var code = (int)response.StatusCode;
        var isRedirect = code is >= 300 and < 400;
        var what = isRedirect && response.Headers.Location is { } other
            ? $" and sends on to {TokenText.Shown($"{other}")}, which is not followed" : "";
        return new DomainFile(
            null, $"the web site answered {code}{what}", code >= 500 || (isRedirect && scheme == "http"));
    }

    // A stranger's certificate names addresses, too, at which more of its chain is: none of them is asked.
    private X509ChainPolicy Trust()
    {
        var policy = new X509ChainPolicy
        {
            RevocationMode = X509RevocationMode.NoCheck, DisableCertificateDownloads = true,
        };
        if (Roots is not null)
        {
            policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            policy.CustomTrustStore.AddRange(Roots);
        }

        return policy;
    }

    // Windows writes text with a mark of its octet order, and some of its programs in UTF-16.
    private static async Task<string> ReadAsync(HttpResponseMessage response, CancellationToken ct)
    {
        using var stream = await response.Content.ReadAsStreamAsync(ct).ConfigureAwait(false);
        var octets = new byte[LongestFile];
        var length = await stream.ReadAtLeastAsync(octets, octets.Length, throwOnEndOfStream: false, ct)
            .ConfigureAwait(false);
        using var text = new StreamReader(
            new MemoryStream(octets, 0, length), Encoding.UTF8, detectEncodingFromByteOrderMarks: true);
        return await text.ReadToEndAsync(ct).ConfigureAwait(false);
    }

    // The name was chosen by whoever claims the domain: it leads nowhere but to the public Internet.
    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken ct)
    {
        var answer = await resolver.AddressesAsync(context.DnsEndPoint.Host, ct).ConfigureAwait(false);
        var addresses = answer.Records.Where(address => AddressGuard.MayConnect(address, options))
            .Take(MostAddresses).ToArray();
        if (addresses.Length == 0)
        {
            throw new IOException(answer.Status == DnsStatus.TemporaryFault
                ? $"DNS gave no answer for the addresses of {context.DnsEndPoint.Host}"
                : $"{context.DnsEndPoint.Host} has no public address");
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
