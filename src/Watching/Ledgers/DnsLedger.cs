using System.Collections.Concurrent;
using System.Collections.Immutable;
using Causeway.Core.Publishing;

namespace Causeway.Watching.Ledgers;

/// <summary>Where DNS differs from what it must say, organization by organization, and since when.</summary>
public sealed class DnsLedger(TimeProvider clock)
{
    // An alert is read on a telephone.
    private const int MostDifferences = 5;

    private readonly ConcurrentDictionary<string, DnsSeen> seen = new(StringComparer.Ordinal);

    public ImmutableArray<DnsSeen> Seen =>
        [.. seen.Values.OrderBy(one => one.Organization, StringComparer.Ordinal)];

    public void Restore(IEnumerable<DnsSeen> before)
    {
        foreach (var one in before)
        {
            seen[one.Organization] = one;
        }
    }

    /// <summary>Somebody looked. What DNS did not answer says nothing: neither that it differs nor that it does not.
    /// </summary>
    public void Looked(string organization, DnsComparison compared)
    {
        if (compared.Matters)
        {
            var now = clock.GetUtcNow();
            var since = seen.TryGetValue(organization, out var before) ? before.Since : now;
            seen[organization] = new DnsSeen(
                organization, since, now, [.. compared.Says(RecordWeight.Matters).Take(MostDifferences)]);
        }
        else if (!compared.IsOpen && !compared.IsUnanswered)
        {
            seen.TryRemove(organization, out _);
        }
    }

    /// <summary>Forgets the organizations that are looked at no more.</summary>
    public void Keep(IEnumerable<string> organizations)
    {
        foreach (var gone in seen.Keys.Except(organizations, StringComparer.Ordinal))
        {
            seen.TryRemove(gone, out _);
        }
    }
}
