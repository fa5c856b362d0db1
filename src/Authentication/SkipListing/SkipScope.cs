using Causeway.Core.Addresses;
using Causeway.Core.Topology;

namespace Causeway.Authentication.SkipListing;

/// <summary>For whom the source that was found counts.</summary>
public static class SkipScope
{
    /// <summary>
    /// True where the connector names no recipients, or where every recipient of the message is one of those it names,
    /// by whichever of its addresses. One verdict holds for a message as a whole, so one stranger among them is enough.
    /// </summary>
    public static bool Covers(
        Skip skip, IReadOnlyCollection<EmailAddress> recipients, Organization organization,
        IRecipientDirectory directory)
    {
        if (skip.OnlyFor.IsEmpty)
        {
            return true;
        }

        var named = skip.OnlyFor.Select(Primary).ToHashSet();
        return recipients.Count > 0 && recipients.All(recipient => named.Contains(Primary(recipient)));

        EmailAddress Primary(EmailAddress address) =>
            OwnerOf(address, organization, directory)?.Address ?? address;
    }

    // A routing-domain address stands for the same name in an accepted domain.
    private static Recipient? OwnerOf(
        EmailAddress address, Organization organization, IRecipientDirectory directory)
    {
        var names = organization.RoutedBy(address.Domain) is null
            ? [address]
            : organization.Domains.Select(domain => address.At(domain.Name)).Prepend(address);
        return names
            .Select(name => directory.Find(name)
                ?? (name.Plus() is var (plain, _) ? directory.Find(plain) : null))
            .FirstOrDefault(record => record is not null);
    }
}
