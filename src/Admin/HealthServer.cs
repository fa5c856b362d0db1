using System.Net;
using Causeway.Watching;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Metrics;

namespace Causeway.Admin;

/// <summary>
/// Health and metrics on a TCP port, for programs that watch a site; nobody is asked for a name, and nothing can be
/// changed or learned of anybody's mail.
/// </summary>
public sealed class HealthServer : IAsyncDisposable
{
    private readonly WebApplication application;

    private HealthServer(WebApplication application) => this.application = application;

    /// <exception cref="IOException">The endpoint cannot be had; the message names it.</exception>
    public static async Task<HealthServer> StartAsync(
        IPEndPoint endPoint, SiteWatch watch, MeterProvider meters, CancellationToken ct)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddRoutingCore();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = 0;
            kestrel.Limits.MaxConcurrentConnections = 100;
            kestrel.Listen(endPoint, listen => listen.Protocols = HttpProtocols.Http1);
        });
        var application = builder.Build();
        WatchEndpoints.MapHealth(application, watch, meters);
        await application.StartAsync(ct).ConfigureAwait(false);
        return new HealthServer(application);
    }

    public async ValueTask DisposeAsync()
    {
        await application.StopAsync().ConfigureAwait(false);
        await application.DisposeAsync().ConfigureAwait(false);
    }
}
