using Causeway.Core.Addresses;

namespace Causeway.Core.Routing;

/// <summary>
/// Where a message says that it has been: the marks that it carries between our own sites, which can be asked, not read
/// (RFC 5321 section 7.2), and the mailboxes that forwarded it.
/// </summary>
public interface IServedMarks
{
    bool Contains(ServedMark mark);

    /// <summary>The highest version under which any site served the recipient; null where none did.</summary>
    long? HighestVersion(EmailAddress recipient);

    /// <summary>True where the message bears this mailbox in a Delivered-To field (RFC 9228).</summary>
    bool WasDeliveredTo(EmailAddress mailbox) => false;
}
