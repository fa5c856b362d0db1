namespace Causeway.Mail.Dsn;

/// <summary>What was done for a recipient (RFC 3464 section 2.3.3).</summary>
public enum DsnAction
{
    /// <summary>It could not be delivered, and nothing more is tried.</summary>
    Failed,

    /// <summary>It could not be delivered yet, and is still tried.</summary>
    Delayed,

    /// <summary>It stands in the mailbox.</summary>
    Delivered,

    /// <summary>It went on to a host that reports no success.</summary>
    Relayed,

    /// <summary>It was handed to the members of a group, of whom nothing more is reported.</summary>
    Expanded,
}
