using System.Collections.Immutable;
using Causeway.Core.Envelopes;
using Causeway.Queue.Delivery;
using Causeway.Queue.Facts;
using Causeway.Transport.Receiving;
using Microsoft.Extensions.Logging;

namespace Causeway.Transport.Notices;

/// <summary>
/// Tells senders what became of their mail (RFC 3461): one notice for all recipients of an attempt that fared alike. Of
/// whom nobody may be told, or who are not to be told of, are held and shown to the administrator: RFC 3461 forbids the
/// notice, and nothing ends in silence.
/// </summary>
public sealed class DsnNotices(SiteService service, ILogger<DsnNotices> logger) : INotices
{
    public async ValueTask<ImmutableArray<Result>> WriteAsync(NoticeRequest request, CancellationToken ct)
    {
        if (service.Tenants.Named(request.Message.Organization) is not { } tenant)
        {
            return Hold(request, request.Results, $"{request.Message.Organization} is not served here any more");
        }

        if (NoticePolicy.Silence(request.Message, tenant) is { } why)
        {
            return Hold(request, request.Results, why);
        }

        var wanted = request.Results.Where(result => NoticePolicy.IsWanted(request.Kind, NotifyOf(request, result)))
            .ToImmutableArray();
        var held = Hold(request, request.Results.RemoveRange(wanted), "the sender asked for no notice");
        if (wanted.IsEmpty)
        {
            return held;
        }

        var original = await OriginalMessage.ReadAsync(service.Spool, request.Message, ct).ConfigureAwait(false);
        var (refusal, id) = await NoticeWriter.WriteAsync(
            service, tenant, request with { Results = wanted }, original, ct).ConfigureAwait(false);
        if (refusal is not null)
        {
            Log.NoticeNotRouted(logger, request.Message.Id, request.Message.From, refusal.ToString());
            return [.. held, .. Hold(request, wanted, $"no way leads back to the sender: {refusal}")];
        }

        Log.NoticeWritten(
            logger, request.Message.Id, request.Copy.Number, id, request.Kind, request.Message.From);
        return [.. held, .. wanted.Select(result => result with { Outcome = Outcome.Bounced })];
    }

    private static NotifyOn NotifyOf(NoticeRequest request, Result result) =>
        request.Message.OptionsOf(request.Copy.GivenAs(result.Recipient)).Notify;

    private ImmutableArray<Result> Hold(NoticeRequest request, ImmutableArray<Result> results, string why)
    {
        if (request.Kind is NoticeKind.Failed or NoticeKind.Expired && !results.IsEmpty)
        {
            Log.Held(
                logger, request.Message.Id, request.Copy.Number, why,
                string.Join(", ", results.Select(result => $"{result.Recipient} ({result.Reply})")));
        }

        return [.. results.Select(result => result with
        {
            Outcome = Outcome.Held, Reply = $"{result.Reply} (held: {why})",
        })];
    }
}
