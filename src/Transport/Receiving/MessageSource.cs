using Causeway.Authentication.SkipListing;
using Causeway.Core.Routing;
using Causeway.Core.Topology;

namespace Causeway.Transport.Receiving;

/// <summary>Who handed a message to the first server before ours, at a site that judges it.</summary>
/// <param name="Found">The source; where it is not known, only what proves itself is judged.</param>
/// <param name="Counts">True where the message is judged: for these recipients.</param>
/// <param name="IsBehindFilter">True where a filter of others stands between, and its Received fields were
/// read.</param>
public sealed record MessageSource(TrueSource Found, bool Counts, bool IsBehindFilter)
{
    /// <summary>
    /// The source of a message whose header is as it came in. Null where this site does not judge: the organization's
    /// own mail, and what another site of ours has judged.
    /// </summary>
    public static MessageSource? Of(Incoming message, bool loopbackCountsAsPublic)
    {
        var (peer, helo) = (message.Arrival.Peer.Address, message.Arrival.Helo);
        if (message.Origin is Origin.Stranger)
        {
            return new MessageSource(
                new TrueSource(peer, helo, 0, "A stranger brought it.") { IsFound = true }, true, false);
        }

        var organization = message.Snapshot.Organization;
        if (!message.IsFromForeignFilter
            || organization.Connector(((Origin.FromSite)message.Origin).Site, message.Here.Name) is not { } connector
            || connector.Skip.IsNone)
        {
            return null;
        }

        var found = SourceWalk.Find(peer, helo, message.Header, connector.Skip, loopbackCountsAsPublic);
        var counts = SkipScope.Covers(
            connector.Skip, [.. message.Recipients.Select(recipient => recipient.Address)], organization,
            message.Snapshot.Recipients);
        return new MessageSource(found, counts, IsBehindFilter: true);
    }
}
