using Microsoft.Extensions.Logging;

namespace Causeway.Running;

/// <summary>Event ids 5000 to 5099.</summary>
internal static partial class Log
{
    [LoggerMessage(5000, LogLevel.Information, "{Path}: taken for {Organization}. {Differences}")]
    public static partial void RecipientsTaken(
        ILogger logger, string path, string organization, Core.Topology.RecipientDifferences differences);

    [LoggerMessage(5001, LogLevel.Error,
        "{Path}: changed and not taken for {Organization}; the recipients stay as they were. {Why}")]
    public static partial void RecipientsRefused(ILogger logger, string path, string organization, string why);
}
