namespace Causeway.Mailboxes;

/// <summary>What a check of the mailboxes found.</summary>
/// <param name="Messages">The messages that are there.</param>
/// <param name="Compared">Those whose octets are, by their checksums, those that were delivered.</param>
/// <param name="Uncompared">The files of which the log says nothing any more.</param>
public sealed record MailboxReport(
    int Mailboxes, int Messages, int Compared, IReadOnlyList<string> Uncompared, IReadOnlyList<MailboxFault> Faults);
