using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Causeway.Admin;

/// <summary>
/// The directory's part of the API: <c>GET /directory</c> lists recipients, <c>POST /directory/order</c> changes them.
/// </summary>
internal static class DirectoryEndpoints
{
    public static void Map(WebApplication application, DirectoryAccess directory)
    {
        application.MapGet("/directory", context =>
        {
            var query = context.Request.Query;
            return context.Response.WriteAsJsonAsync(
                directory.List(query["organization"], query["address"]), ApiJson.Default.IReadOnlyListDirectoryListing,
                cancellationToken: context.RequestAborted);
        });
        application.MapPost("/directory/order", async context =>
        {
            var order = await context.Request.ReadFromJsonAsync(
                ApiJson.Default.DirectoryOrder, context.RequestAborted).ConfigureAwait(false);
            var answer = order is null
                ? DirectoryAnswer.Refused("there is no order.")
                : await directory.OrderAsync(order with { Who = PeerUser.Of(context) }, context.RequestAborted)
                    .ConfigureAwait(false);
            await context.Response.WriteAsJsonAsync(
                answer, ApiJson.Default.DirectoryAnswer, cancellationToken: context.RequestAborted)
                .ConfigureAwait(false);
        });
    }
}
