using Causeway.Core.Addresses;
using Causeway.Mailboxes;

namespace Causeway.Transport.Delivering;

/// <summary>How full a mailbox with a quota was when mail for it came.</summary>
public sealed record MailboxFilling(string Organization, EmailAddress Address, MailboxUsage Usage);
