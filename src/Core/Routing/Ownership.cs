using Causeway.Core.Addresses;
using Causeway.Core.Topology;

namespace Causeway.Core.Routing;

/// <summary>
/// Which reverse-paths a signed-in user may send with: the addresses of the own mailbox (RFC 6409 section 6.1).
/// </summary>
public static class Ownership
{
    public static bool Owns(IRecipientDirectory recipients, EmailAddress user, ReversePath from) =>
        from.Address is { } address
        && recipients.Find(user) is { HoldsMail: true } record
        && recipients.Lookup(address)?.Record == record;
}
