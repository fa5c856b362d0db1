using System.Collections.Immutable;
using Causeway.Mail;
using Causeway.Queue.Delivery;
using Causeway.Queue.Facts;
using Causeway.Transport.Receiving;

namespace Causeway.Transport.Notices;

/// <summary>
/// Tells the sender of a message that a group was expanded, where success was asked for. It is written when the message
/// is durable and before its sender reads 250; without it the message is as safe as with it.
/// </summary>
internal static class ExpansionNotice
{
    /// <summary>It tells of no copy, and ends none.</summary>
    private const int NoCopy = -1;

    public static async ValueTask WriteAsync(
        SiteService service, Accepted message, ImmutableArray<string> groups, HeaderBlock header, CancellationToken ct)
    {
        if (groups.IsEmpty || service.Tenants.Named(message.Organization) is not { } tenant
            || NoticePolicy.Silence(message, tenant) is not null)
        {
            return;
        }

        var request = new NoticeRequest(
            message, new Copy(NoCopy, DestinationKind.Held, "", groups), NoticeKind.Expanded,
            [.. groups.Select(group => new Result(group, Outcome.Relayed, null))], null, null);
        try
        {
            var (refusal, id) = await NoticeWriter.WriteAsync(
                service, tenant, request, new OriginalMessage(header, null), ct).ConfigureAwait(false);
            if (refusal is null)
            {
                Log.NoticeWritten(service.Logger, message.Id, NoCopy, id, NoticeKind.Expanded, message.From);
            }
            else
            {
                Log.NoticeNotRouted(service.Logger, message.Id, message.From, refusal.ToString());
            }
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            Log.ExpansionNotTold(service.Logger, message.Id, fault);
        }
    }
}
