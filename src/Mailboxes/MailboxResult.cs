namespace Causeway.Mailboxes;

/// <summary>What came of a delivery; nothing was written but where it is <see cref="Stored"/>.</summary>
public abstract record MailboxResult
{
    private MailboxResult()
    {
    }

    /// <summary>The message is in the mailbox, and what that holds now where it has a quota.</summary>
    public sealed record Stored(string Id, MailboxUsage? Usage) : MailboxResult;

    /// <summary>The mailbox would hold more than its quota.</summary>
    public sealed record Full(MailboxUsage Usage) : MailboxResult;

    /// <summary>Others are being delivered, so that nobody can say yet whether there is room.</summary>
    public sealed record Undecided : MailboxResult;
}
