using System.Collections.Immutable;
using Causeway.Core.Addresses;
using Causeway.Core.Topology;

namespace Causeway.Configuration;

/// <summary>
/// The recipients of a topology that names none: one of each kind at each site that can hold mailboxes, called
/// <c>KIND.SITE</c> in the default domain. The mailbox has the proxy <c>alias.SITE</c>; each group has one mailbox of
/// each site as member.
/// </summary>
public static class AssumedRecipients
{
    // RFC 5321 section 4.5.3.1.1: a local part is at most 64 octets.
    private const int MaximumLocalPart = 64;

    private static readonly EmailAddress Outside = EmailAddress.Parse("someone@outside.example");

    public static RecipientTable For(Organization organization)
    {
        var sites = organization.Sites.Where(site => site.CanHoldMailboxes).Select(site => site.Name).ToList();
        if (organization.Domains.IsEmpty)
        {
            return new RecipientTable([]);
        }

        var domain = organization.Domains[0].Name;
        var members = Enumerable.Range(0, sites.Count)
            .Select(index => Address("mailbox", sites[index], index, domain))
            .ToImmutableArray();
        return new RecipientTable([.. sites.SelectMany((site, index) => At(site, index, domain, members))]);
    }

    private static IEnumerable<Recipient> At(
        SiteName site, int index, DomainName domain, ImmutableArray<EmailAddress> members)
    {
        Recipient Record(string word, RecipientKind kind) =>
            new() { Address = Address(word, site, index, domain), Kind = kind, Site = site };

        var alias = Address("alias", site, index, domain);
        yield return Record("mailbox", RecipientKind.Mailbox) with { Proxies = [alias] };
        yield return Record("shared", RecipientKind.Shared);
        yield return Record("mail-user", RecipientKind.MailUser) with { Target = Outside };
        yield return Record("contact", RecipientKind.Contact) with { Target = Outside };
        yield return Record("group", RecipientKind.Group) with { Members = members };
    }

    private static EmailAddress Address(string word, SiteName site, int index, DomainName domain)
    {
        var local = $"{word}.{site}";
        var fitting = local.Length <= MaximumLocalPart ? local : $"{word}.site-{index + 1}";
        return EmailAddress.Parse($"{fitting}@{domain}");
    }
}
