using System.Collections.Concurrent;
using Causeway.Core.Addresses;
using Causeway.Directories;
using Causeway.Transport.Domains;

namespace Causeway.Running.Domains;

/// <summary>
/// What a site remembers of its searches for proofs, and when the next one is due. Forgotten when it stops: it begins
/// with a search.
/// </summary>
internal sealed class DomainTries(TimeProvider clock)
{
    // Whoever has just published a record waits for it; who has not for an hour may take days.
    private static readonly TimeSpan Eager = TimeSpan.FromHours(1);
    private static readonly TimeSpan Soon = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Hourly = TimeSpan.FromHours(1);
    private static readonly TimeSpan Daily = TimeSpan.FromDays(1);

    private readonly ConcurrentDictionary<(string Organization, DomainName Domain), DomainTry> tries = [];

    public DomainTry? Find(string organization, DomainName domain) => tries.GetValueOrDefault((organization, domain));

    public bool IsDue(string organization, DomainName domain, DomainProof? proof) =>
        !(clock.GetUtcNow() < Next(organization, domain, proof));

    /// <summary>
    /// When to look again; null for at once. A proof that was seen by an earlier run is good for its day.
    /// </summary>
    public DateTimeOffset? Next(string organization, DomainName domain, DomainProof? proof)
    {
        if (Find(organization, domain) is not { } last)
        {
            return proof is { MissingSince: null, LastSeen: { } seen } ? seen + Daily : null;
        }

        var wait = proof is null ? last.At - last.First < Eager ? Soon : Hourly
            : last.Finding.By is null && proof.LastSeen is not null ? Hourly
            : Daily;
        return last.At + wait;
    }

    /// <summary>Remembers what a search came to, and whether another organization has the domain.</summary>
    public void Add(string organization, DomainName domain, DomainFinding finding, bool isClaimed)
    {
        var now = clock.GetUtcNow();
        tries.AddOrUpdate(
            (organization, domain), _ => new DomainTry(now, now, finding, isClaimed),
            (_, before) => new DomainTry(before.First, now, finding, isClaimed));
    }

    public void Forget(string organization, DomainName domain) => tries.TryRemove((organization, domain), out _);
}

/// <summary>The searches for one proof: the first, the last and what that came to.</summary>
/// <param name="IsClaimed">True where the proof was there, and another organization has the domain.</param>
internal sealed record DomainTry(DateTimeOffset First, DateTimeOffset At, DomainFinding Finding, bool IsClaimed);
