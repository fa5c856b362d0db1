namespace Causeway.Mailboxes;

/// <summary>Something that is wrong in a mailbox.</summary>
/// <param name="IsDamage">False where no mail is concerned, or a person may have done it.</param>
/// <param name="Message">The message that the log has for it; null where it has none.</param>
public sealed record MailboxFault(string File, bool IsDamage, string Found, string Cure, ExpectedMessage? Message);
