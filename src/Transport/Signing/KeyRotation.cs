using System.Collections.Immutable;
using System.Globalization;
using Causeway.Authentication.Dkim;
using Causeway.Core.Addresses;
using Causeway.Core.Topology;

namespace Causeway.Transport.Signing;

/// <summary>Makes the next keys of a site for a domain, and takes away those whose time is over.</summary>
/// <param name="site">The site whose keys they are.</param>
/// <param name="domain">In whose name they sign.</param>
/// <param name="folders">Where they lie; new ones are made in the first.</param>
public sealed class KeyRotation(Site site, DomainName domain, ImmutableArray<KeyFolder> folders, TimeProvider clock)
{
    // RFC 1035 section 2.3.4: a label has at most 63 octets; the date and what tells two of a day apart take 15.
    private const int LongestName = 48;

    /// <summary>
    /// The next key of each algorithm in use: it signs after <see cref="KeySchedule.Lead"/>, or at once, as the first
    /// one of a domain always does.
    /// </summary>
    public RotatedKeys Run(bool atOnce = false, bool withEd25519 = false)
    {
        var now = Seconds(clock.GetUtcNow());
        var known = folders.SelectMany(folder => folder.Read()).DistinctBy(key => key.Key.Selector);
        var turns = KeySchedule.At(known.Select(key => key.Dates), KeySchedule.Overlap(site.Waits), now);
        var algorithms = turns.Select(turn => turn.Dates.Algorithm).Append(SigningAlgorithm.RsaSha256)
            .Concat(withEd25519 ? [SigningAlgorithm.Ed25519Sha256] : []).Distinct().Order();
        var made = ImmutableArray.CreateBuilder<(DatedKey, string)>();
        var waiting = ImmutableArray.CreateBuilder<KeyDates>();
        foreach (var algorithm in algorithms)
        {
            var next = turns.FirstOrDefault(turn =>
                turn.Dates.Algorithm == algorithm && turn.State == KeyState.Waiting);
            if (next is not null && !atOnce)
            {
                waiting.Add(next.Dates);
                continue;
            }

            var key = SigningKey.Create(algorithm, domain, Selector(algorithm, now));
            var dated = new DatedKey(key, now, atOnce || turns.IsEmpty ? now : now + KeySchedule.Lead);
            made.Add((dated, folders[0].Add(dated)));
        }

        return new RotatedKeys(
            made.ToImmutable(), waiting.ToImmutable(),
            [
                .. from turn in turns
                   where turn.State == KeyState.Removable
                   from folder in folders
                   where folder.Has(turn.Dates.Selector)
                   select folder.Remove(turn.Dates.Selector),
            ]);
    }

    private string Selector(SigningAlgorithm algorithm, DateTimeOffset now)
    {
        var name = site.Name.Value.ToLowerInvariant();
        var day = now.UtcDateTime.ToString("yyyyMMdd", CultureInfo.InvariantCulture);
        var kind = algorithm == SigningAlgorithm.Ed25519Sha256 ? "-ed" : "";
        var first = $"{(name.Length > LongestName ? name[..LongestName] : name)}-{day}{kind}";
        return Enumerable.Range(1, int.MaxValue)
            .Select(number => number == 1 ? first : string.Create(CultureInfo.InvariantCulture, $"{first}-{number}"))
            .First(selector => !folders.Any(folder => folder.Has(selector)));
    }

    private static DateTimeOffset Seconds(DateTimeOffset time) =>
        DateTimeOffset.FromUnixTimeSeconds(time.ToUnixTimeSeconds());
}
