using Microsoft.Extensions.Logging;

namespace Causeway.Auditing;

/// <summary>Event ids 7000 to 7099.</summary>
internal static partial class Log
{
    // The journal thereby holds the head of the chain too, in a place that the site itself cannot change afterwards.
    [LoggerMessage(7000, LogLevel.Information, "Audit entry {Number}: {Who}: {What} {Subject} ({Hash})")]
    public static partial void Audited(
        ILogger logger, long number, string who, string what, string subject, string hash);

    [LoggerMessage(7001, LogLevel.Warning, "The audit log was mended: {What}")]
    public static partial void Mended(ILogger logger, string what);

    [LoggerMessage(7002, LogLevel.Error,
        "The audit log is damaged: {Fault} It goes on behind that; `causeway audit verify` says more.")]
    public static partial void Damaged(ILogger logger, string fault);

    [LoggerMessage(7003, LogLevel.Error, "{What} of {Subject} could not be written to the audit log")]
    public static partial void NotAudited(ILogger logger, string what, string subject, Exception error);

    [LoggerMessage(7004, LogLevel.Warning, "Audit entry {Number} is durable, and audit.head could not be written")]
    public static partial void NotWitnessed(ILogger logger, long number, Exception error);
}
