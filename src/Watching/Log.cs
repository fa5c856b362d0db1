using Microsoft.Extensions.Logging;

namespace Causeway.Watching;

/// <summary>Event ids 6000 to 6099.</summary>
internal static partial class Log
{
    [LoggerMessage(6000, LogLevel.Warning,
        "Alert {Event}: {Id} ({Severity}), about {Subject}: {Found} `causeway status` says what to do")]
    public static partial void Alert(
        ILogger logger, Alerts.AlertEvent @event, string id, Alerts.Severity severity, string subject, string found);

    [LoggerMessage(6001, LogLevel.Information, "Alert cleared: {Id}, about {Subject}")]
    public static partial void Cleared(ILogger logger, string id, string subject);

    [LoggerMessage(6002, LogLevel.Warning, "The alert {Id} could not be told to {Target}: {Why}")]
    public static partial void NotTold(ILogger logger, string id, string target, string why);

    [LoggerMessage(6003, LogLevel.Error, "The site could not be looked at")]
    public static partial void NotSeen(ILogger logger, Exception error);

    [LoggerMessage(6004, LogLevel.Warning, "{Path} could not be written")]
    public static partial void StatusNotWritten(ILogger logger, string path, Exception error);

    [LoggerMessage(6005, LogLevel.Warning, "{Path} of an earlier run is ignored")]
    public static partial void StatusIgnored(ILogger logger, string path, Exception error);

    [LoggerMessage(6006, LogLevel.Warning,
        "{Count} pieces of news were not told: {Target} is no longer a target, and no other one takes its place")]
    public static partial void LeftOut(ILogger logger, int count, string target);
}
