using Causeway.Core.Addresses;
using Causeway.Core.Topology;

namespace Causeway.Core.Routing;

/// <summary>
/// A record found by its address, proxy or plus address; the detail of a plus address (RFC 5233) is kept.
/// </summary>
internal sealed record Found(Recipient Record, string? Detail)
{
    /// <summary>The primary address, with the detail where there was one.</summary>
    public EmailAddress Address => Detail is null ? Record.Address : Record.Address.WithDetail(Detail);
}

/// <summary>Look-ups that every site answers alike.</summary>
internal static class Lookups
{
    /// <summary>Looks for the address itself, then for the address without its detail.</summary>
    public static Found? Lookup(this IRecipientDirectory recipients, EmailAddress address)
    {
        if (recipients.Find(address) is { } record)
        {
            return new Found(record, null);
        }

        return address.Plus() is var (plain, detail) && recipients.Find(plain) is { } owner
            ? new Found(owner, detail)
            : null;
    }

    /// <summary>
    /// The recipient of an address in our domains: routing-domain addresses stand for the same name in an accepted
    /// domain, and the postmaster of an accepted domain always exists.
    /// </summary>
    public static Found? Recipient(this Snapshot snapshot, SiteName here, EmailAddress address)
    {
        var organization = snapshot.Organization;
        if (snapshot.Recipients.Lookup(address) is { } found)
        {
            return found;
        }

        if (organization.RoutedBy(address.Domain) is { } owner)
        {
            // A site for which the file makes the domain authoritative knows what its records say literally.
            var isLiteral = owner.Name != here
                && organization.Domains.Any(domain =>
                    domain.Name == address.Domain && domain.TypeAt(here) == DomainType.Authoritative);
            return isLiteral ? null : organization.Domains
                .Select(domain => snapshot.Recipients.Lookup(address.At(domain.Name)))
                .FirstOrDefault(candidate => candidate is not null);
        }

        return address.IsPostmaster && organization.Accepted(address.Domain) is not null
            ? new Found(new Recipient { Address = address, Kind = RecipientKind.Mailbox }, null)
            : null;
    }
}
