using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Causeway.Core.Topology;
using Causeway.Directories;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;

namespace Causeway.Transport.Replicating;

/// <summary>
/// The directory for the organization's other sites, at the site that is its primary: HTTP over mutual TLS, for leaves
/// of the organization's own CA alone. <c>GET /directory/ORG?position=P</c> tells what follows on a position for as
/// long as the connection stands; <c>POST /directory/ORG/order</c> takes an order.
/// </summary>
public sealed class ReplicationServer : IAsyncDisposable
{
    private const int LargestOrder = 256 << 20;
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(5);

    private readonly Tenants tenants;
    private readonly DirectoryStore store;
    private readonly TimeProvider clock;
    private readonly Func<Tenant, SiteName, Stream, CancellationToken, Task<byte[]>> order;
    private readonly CancellationTokenSource stopping = new();
    private WebApplication? application;

    /// <param name="order">Takes an order that another site of the organization sends; returns the answer.</param>
    public ReplicationServer(
        Tenants tenants, DirectoryStore store, TimeProvider clock,
        Func<Tenant, SiteName, Stream, CancellationToken, Task<byte[]>> order)
    {
        this.tenants = tenants;
        this.store = store;
        this.clock = clock;
        this.order = order;
    }

    /// <exception cref="IOException">An endpoint cannot be had; the message names it.</exception>
    public async Task StartAsync(IEnumerable<IPEndPoint> endpoints, CancellationToken ct)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddRoutingCore();
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = LargestOrder;
            kestrel.Limits.MaxConcurrentConnections = 10_000;
            kestrel.Limits.MinResponseDataRate = null;
            foreach (var endpoint in endpoints)
            {
                kestrel.Listen(endpoint, listen =>
                {
                    listen.Protocols = HttpProtocols.Http1;
                    listen.UseHttps(new TlsHandshakeCallbackOptions
                    {
                        OnConnection = context => ValueTask.FromResult(Options(context.ClientHelloInfo.ServerName)),
                    });
                });
            }
        });
        application = builder.Build();
        application.MapGet("/directory/{organization}", TellAsync);
        application.MapPost("/directory/{organization}/order", OrderAsync);
        await application.StartAsync(ct).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync().ConfigureAwait(false);
        if (application is not null)
        {
            await application.StopAsync().ConfigureAwait(false);
            await application.DisposeAsync().ConfigureAwait(false);
        }

        stopping.Dispose();
    }

    private SslServerAuthenticationOptions Options(string? host) => new()
    {
        ServerCertificateContext = tenants.LeafFor(host),
        ClientCertificateRequired = true,
        CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
        RemoteCertificateValidationCallback = (_, shown, _, _) =>
        {
            using var certificate = shown is null
                ? null : X509CertificateLoader.LoadCertificate(shown.GetRawCertData());
            return certificate is not null && tenants.SiteThatShows(certificate, clock) is not null;
        },
    };

    private async Task TellAsync(HttpContext context)
    {
        if (Asking(context) is not var (tenant, from))
        {
            return;
        }

        if (!DirectoryPosition.TryParse(context.Request.Query["position"], out var position))
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        using var over = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping.Token);
        try
        {
            await TellAsync(context.Response, tenant.Organization.Name, from, position, over.Token)
                .ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested)
        {
            // The copy went away, or this site stops: it comes again with its position.
        }
    }

    private async Task TellAsync(
        HttpResponse response, string organization, SiteName from, DirectoryPosition position, CancellationToken ct)
    {
        while (true)
        {
            // Asked for before the look: what comes between the two is not waited for in vain.
            var change = store.NextChange;
            if (tenants.Named(organization) is not { } tenant
                || tenant.Organization.Directory != tenant.Here.Name
                || !tenant.Organization.TryGetSite(from, out var site))
            {
                return;
            }

            foreach (var batch in store.Since(organization, position, DirectoryView.For(site)))
            {
                BatchLines.Write(response.BodyWriter, batch);
                position = batch.Position;
            }

            BatchLines.WriteNothing(response.BodyWriter);
            await response.BodyWriter.FlushAsync(ct).ConfigureAwait(false);
            await WhenAsync(change, ct).ConfigureAwait(false);
        }
    }

    private async Task WhenAsync(Task change, CancellationToken ct)
    {
        try
        {
            await change.WaitAsync(KeepAlive, clock, ct).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // Nothing has changed: the copy is told that.
        }
    }

    private async Task OrderAsync(HttpContext context)
    {
        if (Asking(context) is not var (tenant, from))
        {
            return;
        }

        if (!tenant.Organization[from].CanHoldMailboxes)
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return;
        }

        var answer = await order(tenant, from, context.Request.Body, context.RequestAborted).ConfigureAwait(false);
        await context.Response.BodyWriter.WriteAsync(answer, context.RequestAborted).ConfigureAwait(false);
    }

    // Which site asks is what its certificate proves; it may ask for its own organization, of the primary.
    private (Tenant Tenant, SiteName From)? Asking(HttpContext context)
    {
        var organization = (string)context.Request.RouteValues["organization"]!;
        var asking = context.Connection.ClientCertificate is { } certificate
            ? tenants.SiteThatShows(certificate, clock) : null;
        if (asking is not var (tenant, from) || tenant.Organization.Name != organization)
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return null;
        }

        if (tenant.Organization.Directory != tenant.Here.Name)
        {
            context.Response.StatusCode = StatusCodes.Status421MisdirectedRequest;
            return null;
        }

        return (tenant, from);
    }
}
