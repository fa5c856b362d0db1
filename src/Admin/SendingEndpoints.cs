using System.Globalization;
using Causeway.Auditing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Causeway.Admin;

/// <summary>
/// The part of the API about how much is sent: <c>GET /sending</c> lists, <c>POST /sending/release</c> lets a sender
/// send again.
/// </summary>
internal static class SendingEndpoints
{
    public static void Map(WebApplication application, string site, SendingAccess sending, AuditLog audit)
    {
        application.MapGet("/sending", context => WriteAsync(context, site, sending.List()));
        application.MapPost("/sending/release", async context =>
        {
            var release = await context.Request.ReadFromJsonAsync(
                ApiJson.Default.SendingRelease, context.RequestAborted).ConfigureAwait(false);
            try
            {
                var who = PeerUser.Of(context);
                var released = await sending.ReleaseAsync(release?.Sender ?? "", who, context.RequestAborted)
                    .ConfigureAwait(false);
                audit.Append([.. released.Select(row => ChangeOf(row, who))]);
                await WriteAsync(context, site, released).ConfigureAwait(false);
            }
            catch (IOException)
            {
                context.Response.StatusCode = StatusCodes.Status507InsufficientStorage;
            }
        });
    }

    private static AuditChange ChangeOf(SenderRow row, string who) => new(
        who, "sending.released", row.Sender,
        string.Create(CultureInfo.InvariantCulture, $"{row.RecipientsInDay} recipients within a day"), "0");

    private static Task WriteAsync(HttpContext context, string site, IReadOnlyList<SenderRow> rows) =>
        context.Response.WriteAsJsonAsync(
            [.. rows.Select(row => row with { Site = site })], ApiJson.Default.SenderRowArray,
            cancellationToken: context.RequestAborted);
}
