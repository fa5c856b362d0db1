namespace Causeway.Smtp.Wire;

/// <summary>Why the content of a message is refused; found while it is read to its true end.</summary>
[Flags]
public enum DataFaults
{
    None = 0,

    /// <summary>A CR or LF that is not half of a CRLF (RFC 5321 section 2.3.8).</summary>
    BareCarriageReturnOrLineFeed = 1,
    LineTooLong = 2,
    HeaderTooLarge = 4,
    MessageTooLarge = 8,
}
