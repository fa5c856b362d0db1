using Causeway.Auditing;
using Causeway.Keeping;
using Causeway.Keeping.Backups;
using Causeway.Queue.Spooling;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Causeway.Admin;

/// <summary>
/// What a backup asks of a running site: <c>GET /backup/hold</c> keeps everything from being deleted until the caller
/// goes away, <c>GET /backup/extent</c> says how far the files that grow are to be read.
/// </summary>
internal static class BackupEndpoints
{
    public static void Map(
        WebApplication application, Spool spool, AuditLog audit, Func<IReadOnlyList<string>> topologyFiles)
    {
        application.MapGet("/backup/hold", async context =>
        {
            using var over = CancellationTokenSource.CreateLinkedTokenSource(
                context.RequestAborted, application.Lifetime.ApplicationStopping);
            using var hold = await spool.HoldAsync(over.Token).ConfigureAwait(false);
            await context.Response.Body.WriteAsync("h"u8.ToArray(), over.Token).ConfigureAwait(false);
            await context.Response.Body.FlushAsync(over.Token).ConfigureAwait(false);
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, over.Token)
                .ContinueWith(_ => { }, TaskScheduler.Default).ConfigureAwait(false);
        });
        application.MapGet("/backup/extent", async context =>
        {
            var extent = await spool.ReadExtentAsync().ConfigureAwait(false);
            var (head, octets) = audit.Extent;
            await context.Response.WriteAsJsonAsync(
                new SiteExtent(extent, octets, head, topologyFiles()), BackupJson.Default.SiteExtent,
                cancellationToken: context.RequestAborted).ConfigureAwait(false);
        });
    }
}
