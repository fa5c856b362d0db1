using Microsoft.Extensions.Logging;

namespace Causeway.Transport;

/// <summary>Event ids 4000 to 4099.</summary>
internal static partial class Log
{
    [LoggerMessage(4000, LogLevel.Error,
        "{Id}/{Copy}: undeliverable, held for the administrator: {Why}. Recipients: {Recipients}")]
    public static partial void Held(ILogger logger, string id, int copy, string why, string recipients);

    [LoggerMessage(4001, LogLevel.Information, "{Id}/{Copy}: notice {Notice} ({Kind}) to {Sender}")]
    public static partial void NoticeWritten(
        ILogger logger, string id, int copy, string notice, Queue.Facts.NoticeKind kind, string sender);

    [LoggerMessage(4002, LogLevel.Error, "{Id}: the notice to {Sender} could not be routed: {Reply}")]
    public static partial void NoticeNotRouted(ILogger logger, string id, string sender, string? reply);

    [LoggerMessage(4003, LogLevel.Error, "{Id}: the confirmation of the expansion could not be written")]
    public static partial void ExpansionNotTold(ILogger logger, string id, Exception error);

    [LoggerMessage(4010, LogLevel.Warning,
        "The directory of {Organization}: {Primary}, its primary, cannot be asked, and the copy here goes on: {Why}")]
    public static partial void PrimaryNotAsked(ILogger logger, string organization, string primary, string why);

    [LoggerMessage(4004, LogLevel.Information, "{Id}: automatic reply {Reply} of {Mailbox} to {Sender}")]
    public static partial void AutomaticReplySent(
        ILogger logger, string id, string reply, string mailbox, string sender);

    [LoggerMessage(4005, LogLevel.Warning, "{Id}: the automatic reply to {Sender} could not be routed: {Reply}")]
    public static partial void AutomaticReplyNotRouted(ILogger logger, string id, string sender, string reply);

    [LoggerMessage(4006, LogLevel.Error, "{Id}: the automatic reply of {Mailbox} could not be written")]
    public static partial void AutomaticReplyFailed(ILogger logger, string id, string mailbox, Exception error);
}
