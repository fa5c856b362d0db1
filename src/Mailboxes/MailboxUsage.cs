namespace Causeway.Mailboxes;

/// <summary>What a mailbox holds, and may hold, in octets.</summary>
public readonly record struct MailboxUsage(long Octets, long Quota);
