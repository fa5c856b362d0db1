using Causeway.Watching;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using OpenTelemetry.Metrics;

namespace Causeway.Admin;

/// <summary>How a site is: for administrators on the API alone, for other programs on a port as well.</summary>
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

    /// <summary>
    /// <c>GET /health/live</c>, <c>/health/ready</c> and <c>/metrics</c>, in which nobody's address stands.
    /// </summary>
    public static void MapHealth(WebApplication application, SiteWatch watch, MeterProvider meters)
    {
        application.MapGet("/health/live", context => AnswerAsync(context, watch.Status.Observation, isGood: true));
        application.MapGet("/health/ready", context =>
        {
            var seen = watch.Status.Observation;
            return AnswerAsync(context, seen, seen.IsReady);
        });
        application.MapPrometheusScrapingEndpoint("/metrics", meters, _ => { }, optionsName: null);
    }

    private static Task AnswerAsync(HttpContext context, Observation seen, bool isGood)
    {
        context.Response.StatusCode = isGood ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        return context.Response.WriteAsJsonAsync(
            new Health(seen.Site, seen.Version, seen.StartedAt, seen.IsReady, seen.WhyNotReady),
            ApiJson.Default.Health, cancellationToken: context.RequestAborted);
    }
}
