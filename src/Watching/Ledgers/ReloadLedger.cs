using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace Causeway.Watching.Ledgers;

/// <summary>Hears from whoever reads a file again while a site runs.</summary>
public interface IReloadLedger
{
    /// <summary>The file as it lies there is in force, newly or again.</summary>
    void Taken(string organization, string path);

    /// <summary>Every file of an organization that is known here is in force as it lies there.</summary>
    void Taken(string organization);

    /// <summary>The file was changed and what was in force stays.</summary>
    void Refused(string organization, string path, string why);

    /// <summary>These are all the files looked after, those of topologies included; forgets the others.</summary>
    void Keep(IEnumerable<(string Organization, string Path)> watched);
}

/// <summary>The files that a site looks after, and which of them are not in force.</summary>
public sealed class ReloadLedger(TimeProvider clock) : IReloadLedger
{
    private readonly ConcurrentDictionary<(string Organization, string Path), ReloadSeen> files = [];

    public ImmutableArray<ReloadSeen> Seen =>
        [.. files.Values.OrderBy(file => file.Organization).ThenBy(file => file.Path, StringComparer.Ordinal)];

    public void Taken(string organization, string path) => Change(
        organization, path, file => file with { TakenAt = clock.GetUtcNow(), RefusedAt = null, Why = null });

    public void Taken(string organization)
    {
        foreach (var (_, path) in files.Keys.Where(file => file.Organization == organization))
        {
            Taken(organization, path);
        }
    }

    public void Refused(string organization, string path, string why) => Change(
        organization, path, file => file with { RefusedAt = file.RefusedAt ?? clock.GetUtcNow(), Why = why });

    public void Keep(IEnumerable<(string Organization, string Path)> watched)
    {
        foreach (var gone in files.Keys.Except(watched))
        {
            files.TryRemove(gone, out _);
        }
    }

    private void Change(string organization, string path, Func<ReloadSeen, ReloadSeen> change) => files.AddOrUpdate(
        (organization, path), key => change(new ReloadSeen(key.Organization, key.Path, null, null, null)),
        (_, file) => change(file));
}
