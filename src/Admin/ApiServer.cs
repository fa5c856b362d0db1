using Causeway.Auditing;
using Causeway.Queue.Spooling;
using Causeway.Core.Addresses;
using Causeway.Queue.Delivery;
using Causeway.Tracing;
using Causeway.Watching;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Metrics;

namespace Causeway.Admin;

/// <summary>
/// The API of a running site, on the Unix socket of its folder (mode 0600): whoever may read the folder may ask. There
/// is no TCP port.
/// </summary>
public sealed class ApiServer : IAsyncDisposable
{
    private readonly WebApplication application;
    private readonly string socket;

    private ApiServer(WebApplication application, string socket)
    {
        this.application = application;
        this.socket = socket;
    }

    /// <param name="reload">Reads the site's files anew, for the user who asks.</param>
    /// <param name="releaseSignIn">Lets a network or a user try again; false where it was not hindered.</param>
    /// <param name="topologyFiles">The files that the site was told last.</param>
    public static async Task<ApiServer> StartAsync(
        SiteFolder folder, DeliveryScheduler queue, Spool spool, AuditLog audit,
        Func<IReadOnlyList<string>> topologyFiles, Func<string, CancellationToken, Task<ReloadAnswer>> reload,
        DirectoryAccess directory, SendingAccess sending, Func<string, bool> releaseSignIn, SiteWatch watch,
        MeterProvider meters, CancellationToken ct)
    {
        // A socket that a killed process left behind; the spool's lock says that nobody uses it.
        File.Delete(folder.ApiSocket);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddRoutingCore();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.ListenUnixSocket(
            folder.ApiSocket, listen => listen.Protocols = HttpProtocols.Http1));
        var application = builder.Build();
        Map(application, folder);
        QueueEndpoints.Map(application, folder.Site, queue, audit);
        AuditEndpoints.Map(application, audit);
        DirectoryEndpoints.Map(application, directory);
        SendingEndpoints.Map(application, folder.Site, sending, audit);
        SignInEndpoints.Map(application, audit, releaseSignIn);
        BackupEndpoints.Map(application, spool, audit, topologyFiles);
        WatchEndpoints.MapStatus(application, watch);
        WatchEndpoints.MapHealth(application, watch, meters);
        application.MapPost("/reload", async context =>
        {
            var answer = await reload(PeerUser.Of(context), context.RequestAborted).ConfigureAwait(false);
            await context.Response.WriteAsJsonAsync(answer, ApiJson.Default.ReloadAnswer,
                cancellationToken: context.RequestAborted).ConfigureAwait(false);
        });
        await application.StartAsync(ct).ConfigureAwait(false);
        File.SetUnixFileMode(folder.ApiSocket, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return new ApiServer(application, folder.ApiSocket);
    }

    public async ValueTask DisposeAsync()
    {
        await application.StopAsync().ConfigureAwait(false);
        await application.DisposeAsync().ConfigureAwait(false);
        File.Delete(socket);
    }

    private static void Map(WebApplication application, SiteFolder folder)
    {
        application.MapGet("/mailboxes/{address}", context => WithAddressAsync(context, async address =>
        {
            var messages = await folder.ListAsync(address, context.RequestAborted).ConfigureAwait(false);
            await context.Response.WriteAsJsonAsync(messages, ApiJson.Default.IReadOnlyListStoredMessage,
                cancellationToken: context.RequestAborted).ConfigureAwait(false);
        }));
        application.MapGet("/mailboxes/{address}/{id}", context => WithAddressAsync(context, async address =>
        {
            var id = (string)context.Request.RouteValues["id"]!;
            if (await folder.ReadAsync(address, id, context.RequestAborted).ConfigureAwait(false) is not { } octets)
            {
                context.Response.StatusCode = StatusCodes.Status404NotFound;
                return;
            }

            context.Response.ContentType = "message/rfc822";
            await context.Response.Body.WriteAsync(octets, context.RequestAborted).ConfigureAwait(false);
        }));
        application.MapPost("/trace/find", async context =>
        {
            var query = await context.Request.ReadFromJsonAsync(
                ApiJson.Default.TraceQuery, context.RequestAborted).ConfigureAwait(false) ?? new TraceQuery();
            var ids = await folder.FindTracesAsync(query, context.RequestAborted).ConfigureAwait(false);
            await context.Response.WriteAsJsonAsync(ids, ApiJson.Default.IReadOnlyListString,
                cancellationToken: context.RequestAborted).ConfigureAwait(false);
        });
        application.MapPost("/trace/read", async context =>
        {
            var reading = await context.Request.ReadFromJsonAsync(
                ApiJson.Default.TraceReading, context.RequestAborted).ConfigureAwait(false)
                ?? new TraceReading([], null);
            var traces = await folder.ReadTracesAsync(
                reading.Ids.ToHashSet(), reading.Until, context.RequestAborted).ConfigureAwait(false);
            await context.Response.WriteAsJsonAsync(traces, ApiJson.Default.IReadOnlyListMessageTrace,
                cancellationToken: context.RequestAborted).ConfigureAwait(false);
        });
    }

    private static async Task WithAddressAsync(HttpContext context, Func<EmailAddress, Task> answer)
    {
        if (!EmailAddress.TryParse((string)context.Request.RouteValues["address"]!, out var address))
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        await answer(address).ConfigureAwait(false);
    }
}
