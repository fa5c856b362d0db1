namespace Causeway.Mail;

/// <summary>What a scan for the header block found.</summary>
public enum HeaderScan
{
    /// <summary>The block is whole: it ends with its empty line, or with the message.</summary>
    Complete,

    /// <summary>The octets end within the block; scan again when there are more.</summary>
    Incomplete,

    /// <summary>The block exceeds a limit of <see cref="HeaderLimits"/>.</summary>
    TooLarge,
}
