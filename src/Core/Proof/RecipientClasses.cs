using Causeway.Core.Addresses;
using Causeway.Core.Topology;

namespace Causeway.Core.Proof;

/// <summary>
/// The recipients that the proof writes to: one record for each class of rows that routing can tell apart, under each
/// of its kinds of address, and an unknown and an outside address.
/// </summary>
public static class RecipientClasses
{
    public static EmailAddress Outside { get; } = EmailAddress.Parse("someone@elsewhere.example");

    public static IReadOnlyList<(EmailAddress To, RecipientClass Class)> Of(
        Organization organization, IReadOnlyList<Recipient> rows)
    {
        var result = new List<(EmailAddress, RecipientClass)>();
        foreach (var row in Representatives(rows))
        {
            result.AddRange(Addresses(organization, row));
        }

        foreach (var domain in organization.Domains.Where(domain => organization.RoutedBy(domain.Name) is null))
        {
            var unknown = domain.Type == DomainType.InternalRelay
                ? RecipientClass.UnknownInRelayDomain
                : RecipientClass.Unknown;
            result.Add((EmailAddress.Parse($"no-such-recipient@{domain.Name}"), unknown));
            result.Add((EmailAddress.Parse($"postmaster@{domain.Name}"), RecipientClass.Known));
        }

        result.Add((Outside, RecipientClass.Outside));
        if (organization is { LastOutbound: not null, ReturnDomain: { } ours })
        {
            // Hash and day stand for good ones; ReturnsOfTheProof knows which are meant.
            result.Add((Srs("genuine", ours), RecipientClass.ReturnAddress));
            result.Add((Srs("forged", ours), RecipientClass.ForgedReturnAddress));
        }

        return result;
    }

    private static EmailAddress Srs(string hash, DomainName domain) =>
        EmailAddress.Parse($"SRS0={hash}=AA=stranger.example=someone@{domain}");

    private static IEnumerable<(EmailAddress To, RecipientClass Class)> Addresses(
        Organization organization, Recipient row)
    {
        yield return (row.Address, RecipientClass.Known);
        if (!row.Proxies.IsEmpty)
        {
            yield return (row.Proxies[0], RecipientClass.Known);
        }

        // A local part has at most 64 octets (RFC 5321 section 4.5.3.1.1).
        if (row.Address.LocalPart.Length < 60 && row.Address.Plus() is null)
        {
            yield return (row.Address.WithDetail("tag"), RecipientClass.Known);
        }

        if (row.Site is { } site && organization[site].RoutingDomain is { } routing)
        {
            yield return (row.Address.At(routing), RecipientClass.RoutingDomain);
        }
    }

    private static IEnumerable<Recipient> Representatives(IReadOnlyList<Recipient> rows)
    {
        var seen = new HashSet<(DomainName, RecipientKind, SiteName?, bool, bool, bool, bool)>();
        foreach (var row in rows)
        {
            var isNew = seen.Add((
                row.Address.Domain, row.Kind, row.Site, row.Proxies.IsEmpty, row.Forward.IsEmpty, row.Keep,
                row.Members.IsEmpty));
            if (isNew)
            {
                yield return row;
            }
        }
    }
}
