namespace Causeway.Queue.Facts;

/// <summary>What a delivery status notification tells (RFC 3464 section 2.3.3).</summary>
public enum NoticeKind
{
    /// <summary>The next hop refused for good, or no way leads to the recipient.</summary>
    Failed,

    /// <summary>The message was deferred until its time was over.</summary>
    Expired,

    /// <summary>The message is late and is tried further; ends nothing.</summary>
    Delayed,

    /// <summary>In a mailbox at this site.</summary>
    Delivered,

    /// <summary>Handed to a next hop that does not pass the wish for notices on.</summary>
    Relayed,

    /// <summary>Expanded to the members of a group, who are not named; ends nothing.</summary>
    Expanded,
}
