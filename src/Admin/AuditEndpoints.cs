using Causeway.Auditing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Causeway.Admin;

/// <summary>
/// The audit log's part of the API: <c>POST /audit</c> records a change that a command made beside the running site.
/// Who made it is what the kernel says.
/// </summary>
internal static class AuditEndpoints
{
    public static void Map(WebApplication application, AuditLog audit) =>
        application.MapPost("/audit", async context =>
        {
            var note = await context.Request.ReadFromJsonAsync(
                ApiJson.Default.AuditNote, context.RequestAborted).ConfigureAwait(false);
            if (note is null)
            {
                context.Response.StatusCode = StatusCodes.Status400BadRequest;
                return;
            }

            try
            {
                audit.Append(PeerUser.Of(context), note.What, note.Subject, note.Before, note.After);
            }
            catch (IOException)
            {
                context.Response.StatusCode = StatusCodes.Status507InsufficientStorage;
            }
        });
}
