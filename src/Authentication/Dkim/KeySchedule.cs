using System.Collections.Immutable;

namespace Causeway.Authentication.Dkim;

/// <summary>
/// Which key of a domain signs when, and which records have to be published (RFC 6376 section 3.1: selectors are there
/// so that keys can overlap). Of each algorithm one key signs at a time: the one that began last.
/// </summary>
public static class KeySchedule
{
    /// <summary>
    /// How long a new record is published before its key signs: longer than resolvers remember that it was not there,
    /// and long enough for a person to publish it.
    /// </summary>
    public static TimeSpan Lead { get; } = TimeSpan.FromDays(2);

    /// <summary>The least time that a record stays behind the last signature.</summary>
    public static TimeSpan LeastOverlap { get; } = TimeSpan.FromDays(7);

    /// <summary>
    /// How long a record stays: what was signed last may wait so long in the queue, and two days at the receiver's.
    /// </summary>
    public static TimeSpan Overlap(TimeSpan queueWaits)
    {
        var needed = queueWaits + TimeSpan.FromDays(2);
        return needed > LeastOverlap ? needed : LeastOverlap;
    }

    /// <summary>Every key with its state, those that began first in front.</summary>
    public static ImmutableArray<KeyTurn> At(
        IEnumerable<KeyDates> keys, TimeSpan overlap, DateTimeOffset now) =>
    [
        .. keys.GroupBy(key => key.Algorithm).OrderBy(group => group.Key)
            .SelectMany(group => OfOneAlgorithm([.. group.OrderBy(key => key.SignsFrom).ThenBy(key => key.Created)
                .ThenBy(key => key.Selector, StringComparer.Ordinal)], overlap, now)),
    ];

    private static IEnumerable<KeyTurn> OfOneAlgorithm(
        ImmutableArray<KeyDates> keys, TimeSpan overlap, DateTimeOffset now) => keys.Select((key, i) =>
    {
        DateTimeOffset? signsUntil = i + 1 < keys.Length ? keys[i + 1].SignsFrom : null;
        var publishedUntil = signsUntil + overlap;
        var state = now < key.SignsFrom ? KeyState.Waiting
            : now < (signsUntil ?? DateTimeOffset.MaxValue) ? KeyState.Signing
            : now < publishedUntil ? KeyState.Retiring
            : KeyState.Removable;
        return new KeyTurn(key, state, signsUntil, publishedUntil);
    });
}
