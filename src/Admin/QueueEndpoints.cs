using System.Collections.Immutable;
using Causeway.Auditing;
using Causeway.Queue.Delivery;
using Causeway.Queue.Facts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Causeway.Admin;

/// <summary>The queue's part of the API: <c>POST /queue/find</c>, and one path for each order.</summary>
internal static class QueueEndpoints
{
    /// <summary>The order was done, and the answer says to what; the audit log could not be written.</summary>
    public const int DoneUnaudited = StatusCodes.Status207MultiStatus;

    /// <param name="pool">Says from which pool a copy is to leave.</param>
    public static void Map(
        WebApplication application, string site, DeliveryScheduler queue, AuditLog audit,
        Func<PendingCopy, string?> pool)
    {
        application.MapPost("/queue/find", context => AnswerAsync(
            context, site, pool, filter => queue.FindAsync(filter, context.RequestAborted)));
        foreach (var order in Enum.GetValues<Order>())
        {
            application.MapPost($"/queue/{order.ToString().ToLowerInvariant()}", context => AnswerAsync(
                context, site, pool, async filter =>
                {
                    var who = PeerUser.Of(context);
                    var changed = await queue.OrderAsync(order, filter, who, context.RequestAborted)
                        .ConfigureAwait(false);
                    try
                    {
                        audit.Append([.. changed.Select(copy => ChangeOf(order, copy, who))]);
                    }
                    catch (IOException)
                    {
                        context.Response.StatusCode = DoneUnaudited;
                    }

                    return changed;
                }));
        }
    }

    private static AuditChange ChangeOf(Order order, PendingCopy copy, string who) => new(
        who, $"queue.{order.ToString().ToLowerInvariant()}", $"{copy.Message.Id}/{copy.Copy.Number}",
        string.Join(", ", copy.Remaining.Select(recipient => $"{recipient} waiting")
            .Concat(copy.Held.Select(held => $"{held.Recipient} held"))),
        string.Join(", ", copy.Under(order, who).Select(result => $"{result.Recipient} {StateOf(result.Outcome)}")));

    private static string StateOf(Outcome outcome) =>
        outcome == Outcome.Deferred ? "waiting" : outcome.ToString().ToLowerInvariant();

    private static async Task AnswerAsync(
        HttpContext context, string site, Func<PendingCopy, string?> pool,
        Func<QueueFilter, ValueTask<ImmutableArray<PendingCopy>>> ask)
    {
        var filter = await context.Request.ReadFromJsonAsync(
            ApiJson.Default.QueueFilter, context.RequestAborted).ConfigureAwait(false) ?? new QueueFilter();
        try
        {
            var copies = await ask(filter).ConfigureAwait(false);
            var now = TimeProvider.System.GetUtcNow();
            await context.Response.WriteAsJsonAsync(
                [.. copies.Select(copy => QueuedCopy.Of(site, copy, now) with { Pool = pool(copy) })],
                ApiJson.Default.QueuedCopyArray, cancellationToken: context.RequestAborted).ConfigureAwait(false);
        }
        catch (IOException)
        {
            context.Response.StatusCode = StatusCodes.Status507InsufficientStorage;
        }
    }
}
