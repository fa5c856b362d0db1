using Microsoft.Extensions.Logging;

namespace Causeway.Keeping;

/// <summary>Event ids 7100 to 7199.</summary>
internal static partial class Log
{
    [LoggerMessage(7100, LogLevel.Information,
        "{Folder}: its data are of version {Found}; upgraded to version {Now} without a change to mail")]
    public static partial void DataUpgraded(ILogger logger, string folder, int found, int now);
}
