using System.Globalization;
using System.Net;
using Causeway.Core.Topology;
using Causeway.Dns;
using Causeway.Mail;

namespace Causeway.Authentication.SkipListing;

/// <summary>
/// Goes back from the peer to who handed a message to the first server before ours: the peer, then what each
/// <c>Received</c> field from the newest on says of its own peer. The first public address that is not to be skipped is
/// the source; whatever is older was written by strangers, and is not read.
/// </summary>
public static class SourceWalk
{
    // RFC 5321 section 6.3: a message with more of these fields than this is taken for one that goes round.
    private const int FieldLimit = 100;

    /// <summary>
    /// The source of a message. <paramref name="header"/> is the block as the peer sent it: without a trace field of
    /// this site.
    /// </summary>
    /// <param name="peer">The other end of the connection.</param>
    /// <param name="helo">What the peer called itself.</param>
    /// <param name="loopbackCountsAsPublic">True in the lab alone.</param>
    public static TrueSource Find(
        IPAddress peer, string? helo, HeaderBlock header, Skip skip, bool loopbackCountsAsPublic = false)
    {
        if (skip.IsNone)
        {
            return Peer("The connector skips nothing.");
        }

        // The last address is that of the peer, be it private: a filter within our own network wrote the field that
        // comes next, and who connected to it is the source. Going on from there would be to believe a stranger.
        if (!skip.Last && !MustSkip(peer))
        {
            return new TrueSource(peer, helo, 0, "The peer is not among the addresses to skip.") { IsFound = true };
        }

        var hops = 1;
        foreach (var field in header.Fields)
        {
            if (!header.IsNamed(field, "Received"u8))
            {
                continue;
            }

            if (hops > FieldLimit)
            {
                return Peer($"None of the first {Text(FieldLimit)} Received fields names a source.");
            }

            // A field without a from-clause is a step within one host.
            var from = ReceivedFrom.Read(header.BodyOf(field));
            if (from is { Address: null })
            {
                return Peer($"Received field {Text(hops)} does not say from which address it came.");
            }

            if (from is { Address: { } address } && !MustSkip(address))
            {
                return new TrueSource(
                    address, from.Helo, hops, $"Received field {Text(hops)} names the first address not to skip.")
                {
                    IsFound = true,
                };
            }

            hops++;
        }

        return Peer("No Received field names a public address that is not to be skipped.");

        bool MustSkip(IPAddress address) =>
            !AddressGuard.IsPublic(address, loopbackCountsAsPublic) || skip.Addresses.Any(Covers(address));

        TrueSource Peer(string reason) => new(peer, helo, 0, reason) { IsFound = false };
    }

    private static Func<IPNetwork, bool> Covers(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return network => network.Contains(plain);
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
