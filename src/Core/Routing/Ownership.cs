using Causeway.Core.Addresses;
using Causeway.Core.Topology;

namespace Causeway.Core.Routing;

/// <summary>
/// Which addresses a signed-in user may send with (RFC 6409 section 6.1): those of the own mailbox, and those of a
/// recipient whose record names the user in <see cref="Recipient.SendAs"/>.
/// </summary>
public static class Ownership
{
    public static bool Owns(IRecipientDirectory recipients, EmailAddress user, ReversePath from) =>
        from.Address is { } address && Owns(recipients, user, address);

    public static bool Owns(IRecipientDirectory recipients, EmailAddress user, EmailAddress address) =>
        recipients.Find(user) is { HoldsMail: true } own
        && recipients.Lookup(address)?.Record is { } record
        && (record.Address == own.Address
            || record.SendAs.Any(granted => recipients.Find(granted)?.Address == own.Address));
}
