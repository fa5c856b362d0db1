using Causeway.Watching;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Causeway.Admin;

/// <summary>How a site is: for administrators on the API alone.</summary>
internal static class WatchEndpoints
{
    /// <summary><c>GET /status</c> and <c>POST /alerts/test</c>, which are for administrators.</summary>
    public static void MapStatus(WebApplication application, SiteWatch watch)
    {
        application.MapGet("/status", context => context.Response.WriteAsJsonAsync(
            watch.Look(), StatusJson.Default.SiteStatus, cancellationToken: context.RequestAborted));
        application.MapPost("/alerts/test", async context =>
        {
            var told = await watch.TestAsync(context.RequestAborted).ConfigureAwait(false);
            await context.Response.WriteAsJsonAsync(
                told, StatusJson.Default.TargetSeenArray, cancellationToken: context.RequestAborted)
                .ConfigureAwait(false);
        });
    }
}
