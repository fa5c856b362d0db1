using Causeway.Queue.Facts;

namespace Causeway.Tracing;

/// <summary>
/// The event of a refusal, which is a trace of its own or a part of an accepted message's; and that of refusals that
/// were counted only.
/// </summary>
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

    public static TraceEvent Of(string site, RefusalsCounted counted) => new(
        counted.From, site, TraceWords.Refuse, Detail(counted), counted.Source, null, null) { Count = counted.Count };

    private static string Detail(RefusalsCounted counted)
    {
        var replies = string.Join(", ", counted.Replies.Select(reply => $"{reply.Count} x {reply.Reply}"));
        var refusals = counted.Count == 0 ? null : $"{counted.Count} further refusals ({replies})";
        var sessions = counted.Sessions == 0 ? null : $"{counted.Sessions} further connections that did nothing";
        return $"counted within a second: {string.Join(", ", new[] { refusals, sessions }.OfType<string>())}";
    }
}
