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

    [LoggerMessage(5002, LogLevel.Information, "Reloaded for {Who}: {Changes}")]
    public static partial void Reloaded(ILogger logger, string who, string changes);

    [LoggerMessage(5003, LogLevel.Error, "Reload for {Who} refused; everything stays as it was. {Why}")]
    public static partial void ReloadRefused(ILogger logger, string who, string why);

    [LoggerMessage(5004, LogLevel.Information, "{Organization}: the site proves itself by {Certificate} from now on")]
    public static partial void CertificateTaken(ILogger logger, string organization, string certificate);

    [LoggerMessage(5005, LogLevel.Error,
        "{Path}: changed and not taken for {Organization}; the certificates stay as they were. {Why}")]
    public static partial void CertificateRefused(ILogger logger, string path, string organization, string why);

    [LoggerMessage(5007, LogLevel.Information, "{Organization}: the keys to sign mail with are {Keys} from now on")]
    public static partial void SigningKeysTaken(ILogger logger, string organization, string keys);

    [LoggerMessage(5008, LogLevel.Error,
        "{Path}: changed and not taken for {Organization}; the keys to sign mail with stay as they were. {Why}")]
    public static partial void SigningKeysRefused(ILogger logger, string path, string organization, string why);

    [LoggerMessage(5006, LogLevel.Error,
        "The reload for {Who} is in force, and could not be recorded in the audit log")]
    public static partial void ReloadNotRecorded(ILogger logger, string who, Exception error);

    [LoggerMessage(5010, LogLevel.Information, "{Domain} is verified for {Organization}, by {Source}")]
    public static partial void DomainVerified(
        ILogger logger, Core.Addresses.DomainName domain, string organization, Directories.ProofSource source);

    [LoggerMessage(5011, LogLevel.Warning,
        "{Domain}: the proof that it is {Organization}'s is gone; its mail flows on")]
    public static partial void DomainProofGone(
        ILogger logger, Core.Addresses.DomainName domain, string organization);

    [LoggerMessage(5009, LogLevel.Error, "{Domain}: what was found of it for {Organization} could not be recorded")]
    public static partial void DomainNotRecorded(
        ILogger logger, Core.Addresses.DomainName domain, string organization, Exception error);

    [LoggerMessage(5012, LogLevel.Error, "DNS could not be held against the plan of {Organization}")]
    public static partial void DnsNotLookedAt(ILogger logger, string organization, Exception error);
}
