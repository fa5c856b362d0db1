using Causeway.Queue.Facts;

namespace Causeway.Tracing;

/// <summary>The event of a refusal, which is a trace of its own or a part of an accepted message's.</summary>
internal static class RefusedEvents
{
    public static TraceEvent Of(string site, Refused refusal) => new(
        refusal.At,
        site,
        TraceWords.Refuse,
        string.Join(": ", new[] { refusal.Command, refusal.Rule, refusal.Reason }.OfType<string>()),
        PeerText.Of(refusal.Peer),
        refusal.Peer.Tls,
        refusal.Reply)
    {
        Recipients = refusal.Recipient is null ? [] : [refusal.Recipient],
    };
}
