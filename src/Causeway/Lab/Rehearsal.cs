using System.Collections.Immutable;
using Causeway.Configuration;
using Causeway.Core.Proof;
using Causeway.Core.Topology;

namespace Causeway.Lab;

/// <summary>
/// The scenarios of a topology: from the Internet, from a stranger at each door, and from a user of each site, to every
/// class of recipient that the proof knows. What each comes to is what `explain` says.
/// </summary>
internal static class Rehearsal
{
    private const string Stranger = "alice@fabrikam.example";

    public static ImmutableArray<Scenario> Of(TopologyFile topology)
    {
        var organization = topology.Organization;
        var recipients = RecipientClasses.Of(organization, topology.Recipients.Rows)
            .Select(recipient => recipient.To.ToString()).Distinct().ToList();
        return [.. Origins(topology).SelectMany(origin => recipients.Select(to => new MessageScenario(
            $"{origin.Id}: {to}", origin.Title, origin.From, origin.At, to)))];
    }

    private static IEnumerable<Origin> Origins(TopologyFile topology)
    {
        var organization = topology.Organization;
        if (organization.FirstInbound is { } first)
        {
            yield return new Origin("internet", $"from the Internet, by {first}", Stranger, null);
        }

        foreach (var site in organization.Sites.Where(site => site.Name != organization.FirstInbound))
        {
            yield return new Origin($"door-{site.Name}", $"a stranger at {site.Name}", Stranger, new Place(site.Name));
        }

        foreach (var site in organization.Sites.Where(site => site.CanHoldMailboxes))
        {
            var user = topology.Recipients.Rows.FirstOrDefault(row => row.HoldsMail && row.Site == site.Name);
            if (user is not null)
            {
                var from = user.Address.ToString();
                yield return new Origin($"user-{site.Name}", $"from {from}, a user of {site.Name}", from, null);
            }
        }
    }

    private sealed record Origin(string Id, string Title, string From, Place? At);
}
