using System.Collections.Immutable;
using Causeway.Queue.Delivery;
using Causeway.Queue.Facts;
using Causeway.Queue.Spooling;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Causeway.Admin;

/// <summary>The queue's part of the API: <c>POST /queue/find</c>, and one path for each order.</summary>
internal static class QueueEndpoints
{
    public static void Map(WebApplication application, string site, DeliveryScheduler queue)
    {
        application.MapPost("/queue/find", context => AnswerAsync(
            context, site, filter => queue.FindAsync(filter, context.RequestAborted)));
        foreach (var order in Enum.GetValues<Order>())
        {
            application.MapPost($"/queue/{order.ToString().ToLowerInvariant()}", context => AnswerAsync(
                context, site,
                filter => queue.OrderAsync(order, filter, PeerUser.Of(context), context.RequestAborted)));
        }
    }

    private static async Task AnswerAsync(
        HttpContext context, string site, Func<QueueFilter, ValueTask<ImmutableArray<PendingCopy>>> ask)
    {
        var filter = await context.Request.ReadFromJsonAsync(
            ApiJson.Default.QueueFilter, context.RequestAborted).ConfigureAwait(false) ?? new QueueFilter();
        try
        {
            var copies = await ask(filter).ConfigureAwait(false);
            var now = TimeProvider.System.GetUtcNow();
            await context.Response.WriteAsJsonAsync(
                [.. copies.Select(copy => QueuedCopy.Of(site, copy, now))], ApiJson.Default.QueuedCopyArray,
                cancellationToken: context.RequestAborted).ConfigureAwait(false);
        }
        catch (SpoolFaultException)
        {
            context.Response.StatusCode = StatusCodes.Status507InsufficientStorage;
        }
    }
}
