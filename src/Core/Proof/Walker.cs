using System.Collections.Immutable;
using System.Net;
using Causeway.Core.Addresses;
using Causeway.Core.Routing;
using Causeway.Core.Topology;

namespace Causeway.Core.Proof;

/// <summary>
/// Follows a message from site to site by the routing function, attributing each connection as the servers would.
/// </summary>
public sealed class Walker(Snapshot snapshot, RouteFunction route)
{
    // RFC 5321 section 6.3: a message with 100 Received fields is taken to be in a loop.
    private const int MostHops = 100;

    // A broken routing function could multiply copies without end.
    private const int MostSteps = 2_000;

    public Path Walk(Start start)
    {
        var steps = ImmutableArray.CreateBuilder<Step>();
        var waiting = new Queue<Arrival>();
        waiting.Enqueue(new Arrival(null, start.At, start.Seen, start.To, null, ServedMarks.None, 1));
        while (waiting.TryDequeue(out var arrival) && steps.Count < MostSteps)
        {
            var decision = route(snapshot, arrival.At, arrival.Seen, start.From, arrival.To, arrival.Served);
            var served = arrival.Served.With(decision.Served);
            foreach (var hop in decision.Hops)
            {
                steps.Add(new Step(
                    arrival.Parent, snapshot.Organization[arrival.At], arrival.Seen, hop, arrival.Over,
                    decision.Served));
                if (hop is { Action: HopAction.Relay, Next.Site: { } named } && arrival.Depth < MostHops)
                {
                    var over = snapshot.Organization.Connector(arrival.At, named);
                    var next = Reached(named, over);
                    waiting.Enqueue(new Arrival(
                        steps.Count - 1, next, Seen(arrival.At, next, over), hop.Recipient, over, served,
                        arrival.Depth + 1));
                }
            }
        }

        return new Path(start, steps.ToImmutable());
    }

    // By MX the mail reaches whatever site the MX names, which is the first of inbound and not always the one meant.
    private SiteName Reached(SiteName named, Connector? over) =>
        over?.DeliverBy == DeliverBy.Mx && snapshot.Organization.FirstInbound is { } first ? first : named;

    /// <summary>
    /// What <paramref name="to"/> makes of a connection from <paramref name="from"/> when all is well.
    /// </summary>
    internal Origin Seen(SiteName from, SiteName to, Connector? over) =>
        Attribution.Attribute(snapshot.Organization, to, Identity(snapshot.Organization, from, over));

    /// <summary>The identity that a site presents over a connector.</summary>
    private static PeerIdentity Identity(Organization organization, SiteName from, Connector? over)
    {
        var address = Address(organization[from]);
        return over?.IdentifyBy == IdentifyBy.Address
            ? new PeerIdentity(address, null)
            : new PeerIdentity(address, new PresentedCertificate(
                IsVerified: true, IsOfOrganization: true, [Attribution.Uri(organization.Name, from)],
                over?.Certificate is { } name ? [name] : []));
    }

    internal static IPAddress Address(Site site) =>
        site.Addresses.IsEmpty ? IPAddress.None : site.Addresses[0].BaseAddress;

    private sealed record Arrival(
        int? Parent, SiteName At, Origin Seen, EmailAddress To, Connector? Over, ServedMarks Served, int Depth);
}
