using System.Collections.Immutable;
using Causeway.Core.Proof.Properties;
using Causeway.Core.Publishing;
using Causeway.Core.Routing;
using Causeway.Core.Topology;

namespace Causeway.Core.Proof;

/// <summary>
/// Walks every origin to every class of recipient and judges the twelve properties (section 4 of the design).
/// </summary>
public static class Prover
{
    public static ImmutableArray<IProperty> Properties { get; } =
    [
        new Filtered(), new NoLoop(), new Exposure(), new Reach(), new OneHome(), new NoOpenRelay(), new BackDoors(),
        new NoBackscatter(), new DnsRecords(), new BouncesCanLeave(), new OneSiteDown(), new Identity(),
    ];

    /// <summary>Proves a topology with the routing function that the servers run.</summary>
    public static ImmutableArray<PropertyResult> Prove(Organization organization, RecipientTable recipients) =>
        Prove(organization, recipients, Router.Route);

    /// <summary>Proves a topology, with what was seen outside of it: DNS, and doors that were tried.</summary>
    public static ImmutableArray<PropertyResult> Prove(
        Organization organization, RecipientTable recipients, DnsComparison? dns, ImmutableArray<DoorTry> doors) =>
        Judge(Gather(organization, recipients, Router.Route) with { Dns = dns, Doors = doors });

    /// <summary>Proves a topology with a routing function, perhaps a broken one.</summary>
    public static ImmutableArray<PropertyResult> Prove(
        Organization organization, RecipientTable recipients, RouteFunction route) =>
        Judge(Gather(organization, recipients, route));

    private static ImmutableArray<PropertyResult> Judge(Evidence evidence) =>
        [.. Properties.Select(property => Assumptions.Apply(property.Judge(evidence), evidence))];

    private static Evidence Gather(Organization organization, RecipientTable recipients, RouteFunction route)
    {
        var walker = new Walker(
            new Snapshot(organization, recipients)
            {
                Returns = new ReturnsOfTheProof(),

                // Who is unknown here is unknown to whoever is asked, and refused where that one is asked first.
                Foreign = ForeignRecipients.Saying(ForeignAnswer.Missing),
            }, route);
        var classes = RecipientClasses.Of(organization, recipients.Rows);
        var sender = recipients.Rows.FirstOrDefault(row => row.HoldsMail)?.Address;
        var starts = new Starts(organization, classes, walker, sender);
        var paths = starts.All().Select(walker.Walk).ToImmutableArray();
        return new Evidence(
            paths,
            [.. Rows.Faults(organization, recipients)
                .Select(fault => (fault, walker.Walk(starts.FromInternetOrInside(fault.Address))))],
            organization.Sites,
            organization.Outage);
    }
}
