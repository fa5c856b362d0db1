using Causeway.Auditing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Causeway.Admin;

/// <summary>
/// <c>POST /sign-ins/release</c>: lets a network or an account that was hindered try again at once. 404 where it was
/// not.
/// </summary>
internal static class SignInEndpoints
{
    public static void Map(WebApplication application, AuditLog audit, Func<string, bool> release) =>
        application.MapPost("/sign-ins/release", async context =>
        {
            var whom = await context.Request.ReadFromJsonAsync(
                ApiJson.Default.String, context.RequestAborted).ConfigureAwait(false);
            if (whom is null)
            {
                context.Response.StatusCode = StatusCodes.Status400BadRequest;
                return;
            }

            try
            {
                // First the note: what cannot be recorded is not done.
                audit.Append(PeerUser.Of(context), "sign-in.release", whom, null, "released");
                context.Response.StatusCode = release(whom)
                    ? StatusCodes.Status204NoContent : StatusCodes.Status404NotFound;
            }
            catch (IOException)
            {
                context.Response.StatusCode = StatusCodes.Status507InsufficientStorage;
            }
        });
}
