using System.Collections.Concurrent;

namespace Causeway.Watching.Ledgers;

/// <summary>How old the copies of directories are that a site has of others.</summary>
public sealed class CopyLedger(TimeProvider clock)
{
    private readonly DateTimeOffset startedAt = clock.GetUtcNow();
    private readonly ConcurrentDictionary<string, Contact> contacts = new(StringComparer.Ordinal);

    /// <summary>The primary said that the copy is what it has; or, with a reason, it could not be asked.</summary>
    public void Heard(string organization, string? why) => contacts.AddOrUpdate(
        organization,
        _ => why is null ? new Contact(clock.GetUtcNow(), null) : new Contact(null, why),
        (_, before) => why is null ? new Contact(clock.GetUtcNow(), null) : before with { Why = why });

    /// <summary>A copy of which its primary never spoke was read from a file, and is as of the start.</summary>
    public DirectorySeen Copy(string organization, string keptBy, long change, TimeSpan staleAfter)
    {
        var contact = contacts.GetValueOrDefault(organization);
        return new DirectorySeen(
            organization, keptBy, change, contact?.At ?? startedAt, contact?.At, staleAfter.TotalSeconds, contact?.Why);
    }

    /// <summary>True where the copy is too old to say that nobody has an address.</summary>
    public bool IsOld(string organization, TimeSpan staleAfter) =>
        Copy(organization, "", 0, staleAfter).OldSince(clock.GetUtcNow()) is not null;

    /// <summary>Goes on from what was known when the site stopped.</summary>
    public void Restore(IEnumerable<DirectorySeen> seen)
    {
        foreach (var copy in seen.Where(copy => copy.HeardAt is not null))
        {
            contacts[copy.Organization] = new Contact(copy.HeardAt, null);
        }
    }

    private sealed record Contact(DateTimeOffset? At, string? Why);
}
