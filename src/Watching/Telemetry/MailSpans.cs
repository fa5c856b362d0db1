using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using Causeway.Queue.Delivery;
using Causeway.Queue.Facts;
using Causeway.Queue.Spooling;

namespace Causeway.Watching.Telemetry;

/// <summary>
/// One span for each message that was received or refused, and one for each attempt to deliver it. The trace is that of
/// the message: its id is derived from the one that travels between our sites, so that spans of all of them come
/// together. No span holds an address or a line of a message.
/// </summary>
public sealed class MailSpans(string version, TimeProvider clock) : IFactObserver, IDisposable
{
    public const string Name = "Causeway";

    private readonly ActivitySource source = new(Name, version);

    /// <summary>True for a span of this site, where several run in one process.</summary>
    public bool Owns(Activity span) => ReferenceEquals(span.Source, source);

    /// <summary>The context of a message's trace, the same at every site.</summary>
    public static ActivityContext ContextOf(string traceId)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes($"causeway {traceId}"), digest);
        return new ActivityContext(
            ActivityTraceId.CreateFromBytes(digest[..16]), ActivitySpanId.CreateFromBytes(digest[16..24]),
            ActivityTraceFlags.Recorded, traceState: null, isRemote: true);
    }

    public void OnRecorded(Fact fact)
    {
        switch (fact)
        {
            case Accepted message:
                using (var span = Start("receive", ActivityKind.Server, message.TraceId, message.At))
                {
                    span?.SetTag("causeway.organization", message.Organization).SetTag("causeway.id", message.Id)
                        .SetTag("causeway.from_site", message.Peer.Site).SetTag("causeway.tls", message.Peer.Tls)
                        .SetTag("causeway.size", message.Size).SetTag("causeway.copies", message.Copies.Length);
                }

                break;
            case Refused refusal:
                using (var span = Start("refuse", ActivityKind.Server, refusal.TraceId, refusal.At))
                {
                    span?.SetTag("causeway.from_site", refusal.Peer.Site).SetTag("causeway.rule", refusal.Rule)
                        .SetTag("causeway.command", refusal.Command).SetTag("causeway.code", CodeOf(refusal.Reply))
                        .SetStatus(ActivityStatusCode.Error);
                }

                break;
        }
    }

    /// <summary>Begins the span of an attempt; null where nobody wants it.</summary>
    internal Activity? StartAttempt(DeliveryJob job) =>
        Start("deliver", ActivityKind.Client, job.Message.TraceId, clock.GetUtcNow())
            ?.SetTag("causeway.organization", job.Message.Organization).SetTag("causeway.id", job.Message.Id)
            .SetTag("causeway.destination", job.Copy.Kind.ToString().ToLowerInvariant())
            .SetTag("causeway.to_site", job.Copy.Kind == DestinationKind.Site ? job.Copy.Next : null)
            .SetTag("causeway.attempt", job.Attempt);

    internal static void End(Activity? span, DeliveryReport report)
    {
        var last = report.Results.LastOrDefault();
        span?.SetTag("causeway.outcome", last?.Outcome.ToString().ToLowerInvariant())
            .SetTag("causeway.code", CodeOf(last?.Reply)).SetTag("causeway.tls", report.Peer?.Tls)
            .SetStatus(last?.Outcome is Outcome.Delivered or Outcome.Relayed
                ? ActivityStatusCode.Ok
                : ActivityStatusCode.Error);
    }

    public void Dispose() => source.Dispose();

    private Activity? Start(string name, ActivityKind kind, string traceId, DateTimeOffset at) =>
        source.HasListeners() ? source.StartActivity(name, kind, ContextOf(traceId), startTime: at) : null;

    // Code and enhanced code: what follows them is the peer's text.
    private static string? CodeOf(string? reply) =>
        reply is null ? null : string.Join(' ', reply.Split(' ', 3).Take(2));
}
