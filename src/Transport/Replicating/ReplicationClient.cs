using System.IO.Pipelines;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Causeway.Core.Routing;
using Causeway.Core.Topology;
using Causeway.Directories;
using Causeway.Dns;
using Causeway.Smtp.Client;
using Microsoft.Extensions.Logging;

namespace Causeway.Transport.Replicating;

/// <summary>
/// Keeps this site's copy of one organization's directory: asks the primary what follows on its position, for as long
/// as the site runs, and hands orders on to it.
/// </summary>
public sealed class ReplicationClient : IAsyncDisposable
{
    /// <summary>So long a site waits for the answer to an order that it handed on.</summary>
    public static readonly TimeSpan LongestOrder = TimeSpan.FromMinutes(2);

    /// <summary>The primary says something every 5 s.</summary>
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    private readonly Tenant tenant;
    private readonly DirectoryStore store;
    private readonly IResolver resolver;
    private readonly TimeProvider clock;
    private readonly ILogger logger;
    private readonly Action<string?> heard;
    private readonly CancellationTokenSource stopping = new();
    private readonly Task following;

    /// <param name="heard">
    /// Called with null whenever the copy is known to be what the primary has, and with the reason whenever the primary
    /// could not be asked.
    /// </param>
    public ReplicationClient(
        Tenant tenant, DirectoryStore store, IResolver resolver, TimeProvider clock,
        ILogger<ReplicationClient> logger, Action<string?> heard)
    {
        (this.tenant, this.store, this.resolver, this.clock) = (tenant, store, resolver, clock);
        (this.logger, this.heard) = (logger, heard);
        following = Task.Run(() => FollowAsync(stopping.Token), CancellationToken.None);
    }

    /// <summary>
    /// Hands an order on to the primary; an <see cref="IOException"/> says that it could not be asked.
    /// </summary>
    public async Task<byte[]> OrderAsync(byte[] order, CancellationToken ct)
    {
        try
        {
            using var patience = new CancellationTokenSource(LongestOrder, clock);
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct, patience.Token);
            using var http = await ConnectAsync(limit.Token).ConfigureAwait(false);
            using var content = new ByteArrayContent(order);
            content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            using var response = await http.PostAsync(new Uri($"{Path}/order", UriKind.Relative), content, limit.Token)
                .ConfigureAwait(false);
            response.EnsureSuccessStatusCode();
            return await response.Content.ReadAsByteArrayAsync(limit.Token).ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is HttpRequestException or SocketException or IOException
            || (fault is OperationCanceledException && !ct.IsCancellationRequested))
        {
            throw new IOException(
                $"{Primary.Name}, which keeps the directory, cannot be asked at {Primary.Host}, port "
                + $"{Primary.ReplicationPort}: {Said(fault)} Whether the order was carried out is shown there.", fault);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync().ConfigureAwait(false);
        await following.ConfigureAwait(false);
        stopping.Dispose();
    }

    private Site Primary => tenant.Organization[tenant.Organization.Directory];

    private string Path => $"directory/{Uri.EscapeDataString(tenant.Organization.Name)}";

    private async Task FollowAsync(CancellationToken ct)
    {
        var wait = FirstWait;
        var (answered, isTold) = (clock.GetUtcNow(), false);
        while (!ct.IsCancellationRequested)
        {
            try
            {
                await foreach (var _ in LinesAsync(ct).ConfigureAwait(false))
                {
                    (wait, answered, isTold) = (FirstWait, clock.GetUtcNow(), false);
                }
            }
            catch (Exception fault) when (!ct.IsCancellationRequested)
            {
                // Whatever it was, mail goes on by the copy that is here, and the primary is asked again.
                heard(Said(fault));
                if (!isTold && clock.GetUtcNow() - answered > LongestSilence)
                {
                    // A restart is nothing to tell of.
                    Log.PrimaryNotAsked(logger, tenant.Organization.Name, Primary.Name.Value, Said(fault));
                    isTold = true;
                }
            }
            catch (Exception) when (ct.IsCancellationRequested)
            {
                return;
            }

            await Task.Delay(wait, clock, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            wait = wait * 2 < LongestWait ? wait * 2 : LongestWait;
        }
    }

    private async IAsyncEnumerable<bool> LinesAsync(
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        using var patience = new CancellationTokenSource(LongestSilence, clock);
        using var silence = CancellationTokenSource.CreateLinkedTokenSource(ct, patience.Token);
        using var http = await ConnectAsync(silence.Token).ConfigureAwait(false);
        var position = store.StateOf(tenant.Organization.Name).Position;
        using var response = await http.GetAsync(
            new Uri($"{Path}?position={Uri.EscapeDataString(position.ToString())}", UriKind.Relative),
            HttpCompletionOption.ResponseHeadersRead, silence.Token).ConfigureAwait(false);
        response.EnsureSuccessStatusCode();
        var reader = PipeReader.Create(await response.Content.ReadAsStreamAsync(silence.Token).ConfigureAwait(false));
        await foreach (var batch in BatchLines.ReadAsync(
            reader, () => patience.CancelAfter(LongestSilence), silence.Token).ConfigureAwait(false))
        {
            if (batch is null)
            {
                heard(null);
            }
            else if (!store.TryTake(batch with { Organization = tenant.Organization.Name }, out var why))
            {
                throw new InvalidDataException($"what it tells of {batch.Organization} is not taken: {why}");
            }

            yield return true;
        }

        await reader.CompleteAsync().ConfigureAwait(false);
    }

    // A client for each use: the certificates may be others by the next time. The connection first: while there is
    // none, as for many of a provider's customers at its start, nothing else is made ready.
    private async Task<HttpClient> ConnectAsync(CancellationToken ct)
    {
        var stream = new NetworkStream(await OpenAsync(ct).ConfigureAwait(false), ownsSocket: true);
        var expected = PeerVerification.ByOrganization(
            tenant.Identity.Authority, new Uri(Attribution.Uri(tenant.Organization.Name, Primary.Name)));
        var handler = new SocketsHttpHandler
        {
            UseProxy = false,
            ConnectCallback = (_, _) => ValueTask.FromResult<Stream>(stream),
            SslOptions = new SslClientAuthenticationOptions
            {
                TargetHost = HostNames.TryAddress(Primary.Host, out var literal) ? literal.ToString() : Primary.Host,
                ClientCertificateContext = tenant.Certificates.Leaf,
                CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
                RemoteCertificateValidationCallback = (_, shown, chain, errors) =>
                {
                    using var certificate = shown is null
                        ? null : X509CertificateLoader.LoadCertificate(shown.GetRawCertData());
                    return expected.FaultOf(certificate, chain, errors, clock.GetUtcNow()) is null;
                },
            },
        };
        return new HttpClient(handler)
        {
            BaseAddress = new Uri("https://primary/"), Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    private async Task<Socket> OpenAsync(CancellationToken ct)
    {
        IPAddress[] found = HostNames.TryAddress(Primary.Host, out var literal)
            ? [literal]
            : [.. (await resolver.AddressesAsync(Primary.Host, ct).ConfigureAwait(false)).Records];
        if (found.Length == 0)
        {
            throw new IOException($"{Primary.Host} has no address.");
        }

        // From the address at which this site is known, as its mail comes.
        var source = tenant.Here.Listen.Select(endpoint => endpoint.Address).FirstOrDefault(address =>
            address.AddressFamily == found[0].AddressFamily && !address.Equals(IPAddress.Any)
            && !address.Equals(IPAddress.IPv6Any));
        var socket = new Socket(found[0].AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            if (source is not null)
            {
                socket.Bind(new IPEndPoint(source, 0));
            }

            await socket.ConnectAsync(new IPEndPoint(found[0], Primary.ReplicationPort), ct).ConfigureAwait(false);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static string Said(Exception fault) => fault switch
    {
        OperationCanceledException => "it was silent for too long.",
        { InnerException: { } inner } => inner.Message,
        _ => fault.Message,
    };
}
