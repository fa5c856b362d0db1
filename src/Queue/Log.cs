using Causeway.Queue.Facts;
using Microsoft.Extensions.Logging;

namespace Causeway.Queue;

/// <summary>The log lines of queue and spool; event ids 3000 to 3999.</summary>
internal static partial class Log
{
    [LoggerMessage(3000, LogLevel.Information, "The spool is open: facts go on at {Facts}, octets in segment {Bodies}")]
    public static partial void SpoolOpened(ILogger logger, string facts, int bodies);

    [LoggerMessage(3001, LogLevel.Warning,
        "Recovery cut {Octets} octets from the end of fact segment {Segment}, kept {Kept} whole facts among them")]
    public static partial void TailCut(ILogger logger, long octets, int segment, int kept);

    [LoggerMessage(3002, LogLevel.Warning,
        "Recovery dropped message {Id}, which was never acknowledged: its octets are not whole")]
    public static partial void MessageDropped(ILogger logger, string id);

    [LoggerMessage(3003, LogLevel.Error, "A group of {Entries} could not be written and was taken back")]
    public static partial void GroupFailed(ILogger logger, int entries, Exception error);

    [LoggerMessage(3004, LogLevel.Critical, "The spool stopped: a sync failed, {Entries} entries are not acknowledged")]
    public static partial void SyncFailed(ILogger logger, int entries, Exception error);

    [LoggerMessage(3005, LogLevel.Error, "The observer {Observer} of the log failed")]
    public static partial void ObserverFailed(ILogger logger, string observer, Exception error);

    [LoggerMessage(3006, LogLevel.Warning, "Body segment {Segment} could not be deleted")]
    public static partial void SegmentNotDeleted(ILogger logger, int segment, Exception error);

    [LoggerMessage(3007, LogLevel.Warning, "The times of the log's segments could not be written")]
    public static partial void TimesNotWritten(ILogger logger, Exception error);

    [LoggerMessage(3008, LogLevel.Information,
        "{Segments} segments of the log were deleted by age; it begins at {First}")]
    public static partial void LogShortened(ILogger logger, int segments, int first);

    [LoggerMessage(3009, LogLevel.Warning, "The oldest segments of the log could not be deleted")]
    public static partial void LogNotShortened(ILogger logger, Exception error);

    [LoggerMessage(3100, LogLevel.Information, "The queue holds {Messages} messages of earlier runs")]
    public static partial void QueueLoaded(ILogger logger, int messages);

    [LoggerMessage(3101, LogLevel.Information, "{Id}/{Copy} attempt {Attempt}: {Outcome} ({Next})")]
    public static partial void Attempted(
        ILogger logger, string id, int copy, int attempt, Outcome outcome, string next);

    [LoggerMessage(3102, LogLevel.Error, "{Id}/{Copy}: the attempt could not be recorded, so it was not made")]
    public static partial void AttemptNotRecorded(ILogger logger, string id, int copy, Exception error);

    [LoggerMessage(3103, LogLevel.Error, "{Id}/{Copy}: the end of the attempt could not be recorded")]
    public static partial void EndNotRecorded(ILogger logger, string id, int copy, Exception error);

    [LoggerMessage(3104, LogLevel.Error, "{Id}/{Copy}: the attempt failed by a fault of this site")]
    public static partial void DelivererFailed(ILogger logger, string id, int copy, Exception error);

    [LoggerMessage(3106, LogLevel.Error, "{Id}/{Copy}: the notice ({Kind}) could not be written")]
    public static partial void NoticeFailed(ILogger logger, string id, int copy, NoticeKind kind, Exception error);

    [LoggerMessage(3107, LogLevel.Warning, "The checkpoint of the queue could not be written")]
    public static partial void CheckpointNotWritten(ILogger logger, Exception error);

    [LoggerMessage(3108, LogLevel.Warning, "The checkpoint of the queue is ignored, the whole log is read")]
    public static partial void CheckpointIgnored(ILogger logger, Exception error);

    [LoggerMessage(3105, LogLevel.Warning, "{Attempts} attempts were cut by the stop")]
    public static partial void AttemptsCut(ILogger logger, int attempts);
}
