using System.Text.Json.Serialization;
using Causeway.Queue.Delivery;
using Causeway.Queue.Facts;

namespace Causeway.Admin;

/// <summary>A recipient of a copy in the queue: <c>waiting</c> or <c>held</c>.</summary>
public sealed record QueuedRecipient(string Recipient, string State, string? Reply);

/// <summary>A copy in the queue of a site, as the administrator sees it.</summary>
public sealed record QueuedCopy(
    string Site, string Id, int Copy, string Kind, string Next, string From, DateTimeOffset Accepted, long AgeSeconds,
    long Size, IReadOnlyList<QueuedRecipient> Recipients, int Attempts, DateTimeOffset? NextAttempt, string? LastReply,
    string? MessageId, [property: JsonPropertyName("running")] bool IsRunning)
{
    /// <summary>The pool from which it is to leave for the Internet, and why; where the site has pools.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Pool { get; init; }

    public static QueuedCopy Of(string site, PendingCopy copy, DateTimeOffset now) => new(
        site,
        copy.Message.Id,
        copy.Copy.Number,
        copy.Copy.Kind.ToString().ToLowerInvariant(),
        copy.Copy.Kind == DestinationKind.Held ? "" : copy.Copy.Next,
        copy.Message.From,
        copy.Message.At,
        (long)(now - copy.Message.At).TotalSeconds,
        copy.Message.Size,
        [
            .. copy.Remaining.Select(recipient => new QueuedRecipient(recipient, "waiting", null)),
            .. copy.Held.Select(held => new QueuedRecipient(held.Recipient, "held", held.Reply)),
        ],
        copy.Attempts,
        copy.Remaining.IsEmpty ? null : copy.NextAttempt,
        copy.LastReply,
        copy.Message.MessageId,
        copy.IsRunning);
}
