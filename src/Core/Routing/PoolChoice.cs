using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using Causeway.Core.Addresses;
using Causeway.Core.Topology;

namespace Causeway.Core.Routing;

/// <summary>
/// The pool from which a copy leaves for the Internet, and why. A pool that the file does not give falls back: of the
/// two that protect the normal one each stands in for the other, and the normal pool is the last resort of both. It
/// stands in for nothing itself: where it is not given, the site's own address is it.
/// </summary>
public sealed record PoolChoice(OutboundPool Pool, string Why)
{
    /// <param name="organization">Whose mail it is.</param>
    /// <param name="here">The site that sends it to the Internet.</param>
    /// <param name="leaving">What is known of it.</param>
    public static PoolChoice Of(Organization organization, Site here, Leaving leaving)
    {
        var (wanted, why) = Wanted(organization, leaving);
        var order = Order(wanted);
        var used = order.FirstOrDefault(pool => !here.Pools[pool].IsEmpty, OutboundPool.Normal);
        return new PoolChoice(
            used, used == wanted ? why : $"{why}; the file gives no pool {OutboundPools.Word(wanted)}")
        {
            Ways = [.. order.SelectMany(pool => here.Pools[pool].Select(address => (pool, address)))],
        };
    }

    /// <summary>Every address from which it may leave, the pool's own first.</summary>
    private ImmutableArray<(OutboundPool Pool, IPAddress Address)> Ways { get; init; } = [];

    /// <summary>
    /// True where the pool itself has an address of the family, or no pool has any address: then the system has.
    /// </summary>
    public bool Covers(AddressFamily family) =>
        Ways.IsEmpty || Ways.Any(way => way.Pool == Pool && way.Address.AddressFamily == family);

    /// <summary>
    /// The address from which to connect to a host of the family, and the pool that it is of; null where the site's
    /// own address serves. One destination always sees the same address: whoever greylists it knows it again.
    /// </summary>
    public (OutboundPool Pool, IPAddress Address)? AddressFor(AddressFamily family, string destination)
    {
        var fitting = Ways.Where(way => way.Address.AddressFamily == family).ToList();
        if (fitting.Count == 0)
        {
            return null;
        }

        var alike = fitting.FindAll(way => way.Pool == fitting[0].Pool);
        return alike[(int)(Hash(destination) % (uint)alike.Count)];
    }

    // A reverse-path of ours proves nothing where the message came from the outside.
    private static (OutboundPool Pool, string Why) Wanted(Organization organization, Leaving leaving) =>
        leaving.From.IsNull
            ? (OutboundPool.HighRisk, "a null reverse-path answers whoever the message claimed to be from")
        : leaving.Entry == Entry.Passed
            ? (OutboundPool.Normal, "mail of others that is forwarded, and that SPF or DKIM proved when it came in")
        : leaving.Entry == Entry.NotPassed
            ? (OutboundPool.Relay, "mail of others that is forwarded, and that nothing proved when it came in")
        : !organization.IsOurs(leaving.From.Address!.Value.Domain)
            ? (OutboundPool.Relay, "the reverse-path is not ours: mail of others that is forwarded")
        : leaving.IsOverLimit ? (OutboundPool.HighRisk, "the sender is over a limit")
        : leaving.LacksSignature
            ? (OutboundPool.HighRisk, "From is of a domain for which nothing is signed here: DMARC may fail")
            : (OutboundPool.Normal, "a sender of ours");

    private static ImmutableArray<OutboundPool> Order(OutboundPool wanted) => wanted switch
    {
        OutboundPool.HighRisk => [OutboundPool.HighRisk, OutboundPool.Relay, OutboundPool.Normal],
        OutboundPool.Relay => [OutboundPool.Relay, OutboundPool.HighRisk, OutboundPool.Normal],
        _ => [OutboundPool.Normal],
    };

    // FNV-1a: the same in every process, which the framework's own hash is not.
    private static uint Hash(string text)
    {
        var hash = 2166136261u;
        foreach (var letter in text)
        {
            hash = unchecked((hash ^ char.ToLowerInvariant(letter)) * 16777619u);
        }

        return hash;
    }
}
