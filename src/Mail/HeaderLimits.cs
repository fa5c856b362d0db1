namespace Causeway.Mail;

/// <summary>How large a header block may be.</summary>
public sealed record HeaderLimits
{
    /// <summary>That of every message that one of our sites holds, its own fields included.</summary>
    public static HeaderLimits Default { get; } = new();

    /// <summary>
    /// What comes from strangers, from users, and from servers of other platforms that take mail from the Internet:
    /// less, so that the fields which each of our sites puts on top do not stop the message further on.
    /// </summary>
    public static HeaderLimits OfOthers { get; } = new() { Octets = 192 << 10, Fields = 9_000 };

    /// <summary>What is read of stored mail, whichever version took it in: more than any takes.</summary>
    public static HeaderLimits OfStored { get; } = new() { Octets = 512 << 10, Fields = 20_000 };

    /// <summary>Octets of the block, the empty line included.</summary>
    public int Octets { get; init; } = 256 << 10;

    public int Fields { get; init; } = 10_000;
}
