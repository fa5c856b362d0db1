using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Causeway.Core.Addresses;
using Causeway.Storage;

namespace Causeway.Directories;

/// <summary>
/// The directories that a site has, one for each organization: its own where it is the primary, else a numbered copy.
/// What is read is in memory; what is changed is on disk before anybody sees it. For any number of threads.
/// </summary>
public sealed class DirectoryStore : IDisposable
{
    private const long SmallLog = 1 << 20;
    private const int FewLost = 10;

    private readonly Lock gate = new();
    private readonly DirectoryLog log;
    private ImmutableDictionary<string, DirectoryState> states;
    private readonly Dictionary<string, RecentBatches> recent = new(StringComparer.Ordinal);
    private TaskCompletionSource changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private DirectoryStore(DirectoryLog log, ImmutableDictionary<string, DirectoryState> states) =>
        (this.log, this.states) = (log, states);

    /// <summary>Hears of each batch when it counts, one at a time, in order.</summary>
    public event Action<string, DirectoryState>? Changed;

    /// <summary>Completes at the next change of any directory.</summary>
    public Task NextChange
    {
        get
        {
            lock (gate)
            {
                return changed.Task;
            }
        }
    }

    /// <exception cref="InvalidDataException">What is kept there is damaged.</exception>
    public static ValueTask<DirectoryStore> OpenAsync(IDisk disk, CancellationToken ct) =>
        OpenAsync(disk, SmallLog, ct);

    /// <param name="disk">The site's data folder.</param>
    /// <param name="smallLog">Up to so many octets nobody minds how much of the log is history.</param>
    /// <exception cref="InvalidDataException">What is kept there is damaged.</exception>
    public static async ValueTask<DirectoryStore> OpenAsync(
        IDisk disk, long smallLog, CancellationToken ct)
    {
        var (log, batches) = await DirectoryLog.OpenAsync(disk, smallLog, ct).ConfigureAwait(false);
        var states = ImmutableDictionary.CreateBuilder<string, DirectoryState>(StringComparer.Ordinal);
        foreach (var batch in batches)
        {
            states[batch.Organization] =
                states.GetValueOrDefault(batch.Organization, DirectoryState.Empty).After(batch);
        }

        return new DirectoryStore(log, states.ToImmutable());
    }

    /// <summary>Whose directories are here.</summary>
    public IEnumerable<string> Organizations => Volatile.Read(ref states).Keys;

    /// <summary>The directory of an organization; the empty one at <see cref="DirectoryPosition.Start"/> where the
    /// site has none.</summary>
    public DirectoryState StateOf(string organization) =>
        Volatile.Read(ref states).GetValueOrDefault(organization, DirectoryState.Empty);

    /// <summary>
    /// Changes directories as their primary: what <paramref name="decide"/> makes of a state, in one step for all of
    /// them. Durable and seen on return; an <see cref="IOException"/> says that nothing was changed.
    /// </summary>
    /// <param name="decide">The changes for an organization; none leave its directory where it is.</param>
    public void Change(
        IEnumerable<string> organizations, Func<string, DirectoryState, ImmutableArray<DirectoryChange>> decide)
    {
        lock (gate)
        {
            log.ThrowIfFailed();
            var batches = new List<DirectoryBatch>();
            foreach (var organization in organizations)
            {
                var state = StateOf(organization);
                var changes = decide(organization, state);
                if (!changes.IsEmpty)
                {
                    batches.Add(Numbered(Next(organization, state) with
                    {
                        Changes = [.. changes.Select(change => Versioned(change, state.Position.Number + 1))],
                    }));
                }
            }

            Take(batches);
        }
    }

    /// <summary>
    /// Changes what is known of an organization's domains, as the site that looks for their proofs: what
    /// <paramref name="decide"/> makes of it, in one step. Durable and seen on return; an <see cref="IOException"/>
    /// says that nothing was changed.
    /// </summary>
    public void ChangeDomains(string organization, Func<DirectoryState, ImmutableArray<DomainChange>> decide)
    {
        lock (gate)
        {
            log.ThrowIfFailed();
            var state = StateOf(organization);
            if (decide(state) is { IsEmpty: false } changes)
            {
                Take([Numbered(Next(organization, state) with { Domains = changes, IsOfDomainsOnly = true })]);
            }
        }
    }

    /// <summary>
    /// Counts domains as proved in this copy, for as long as the primary says nothing of domains: it is of a version
    /// that knew nothing of proofs.
    /// </summary>
    public void AssumeDomains(string organization, ImmutableArray<DomainChange> domains)
    {
        lock (gate)
        {
            log.ThrowIfFailed();
            Take([StateOf(organization).ToBatch(organization) with { Domains = domains }]);
        }
    }

    /// <summary>
    /// Takes what the primary of an organization sent; not what does not follow on what is here, and not what an older
    /// primary sends that has lost most of what is here.
    /// </summary>
    /// <param name="why">Why it was not taken, for a person.</param>
    public bool TryTake(DirectoryBatch batch, [NotNullWhen(false)] out string? why)
    {
        lock (gate)
        {
            why = WhyNot(StateOf(batch.Organization), batch);
            if (why is not null)
            {
                return false;
            }

            Take([batch]);
            return true;
        }
    }

    /// <summary>
    /// What a copy at a position lacks: the batches behind it, or the whole where its history is another one, or is too
    /// long ago. Empty where it lacks nothing.
    /// </summary>
    public ImmutableArray<DirectoryBatch> Since(string organization, DirectoryPosition position, DirectoryView view)
    {
        lock (gate)
        {
            var state = StateOf(organization);
            // A primary that never heard of anybody says nothing: its copies go on with what they have.
            return state.Position == DirectoryPosition.Start || view.PositionIn(state.Position) == position ? []
                : recent.GetValueOrDefault(organization)?.Since(position, view) is { IsEmpty: false } behind ? behind
                : [view.Of(state.ToBatch(organization), DirectoryState.Empty)];
        }
    }

    public void Dispose() => log.Dispose();

    // What follows on a state, and says nothing yet.
    private static DirectoryBatch Next(string organization, DirectoryState state) =>
        new(organization, state.Position with { Number = state.Position.Number + 1 }, IsWhole: false, []);

    private static DirectoryBatch Numbered(DirectoryBatch next)
    {
        var digest = SHA256.HashData(
            [.. Encoding.UTF8.GetBytes(next.Position.Digest), .. DirectoryJson.Write(next)]);
        return next with
        {
            Position = next.Position with { Digest = Convert.ToHexStringLower(digest.AsSpan(0, 16)) },
        };
    }

    private static string? WhyNot(DirectoryState here, DirectoryBatch batch)
    {
        if (!batch.IsWhole)
        {
            return batch.Position.Number == here.Position.Number + 1
                ? null : $"change {batch.Position.Number} does not follow on change {here.Position.Number}.";
        }

        var (recipients, keys) = (
            batch.Changes.Count(change => change.Entry.Record is not null),
            batch.Changes.Count(change => change.Entry.Keys is not null));
        return batch.Position.Number < here.Position.Number
            && (HasLostMost(here.Count, recipients) || HasLostMost(here.Entries.Count(HasKeys), keys))
            ? $"it is at change {batch.Position.Number}, this copy at {here.Position.Number}, and it has {recipients} "
                + $"recipients and {keys} users with passwords, this copy {here.Count} and "
                + $"{here.Entries.Count(HasKeys)}. Restore a backup there; or, if it is meant, stop this site, delete "
                + $"{DirectoryLog.Name} in its folder and start it."
            : null;
    }

    private static bool HasKeys(KeyValuePair<EmailAddress, DirectoryEntry> entry) => entry.Value.Keys is not null;

    private static bool HasLostMost(int before, int after) => before - after > Math.Max(FewLost, before / 2);

    // The version of a record is the number of the change that made it what it is.
    private static DirectoryChange Versioned(DirectoryChange change, long number) =>
        change.Entry.Record is { Version: 0 } record
            ? change with { Entry = change.Entry with { Record = record with { Version = number } } }
            : change;

    private void Take(List<DirectoryBatch> batches)
    {
        if (batches.Count == 0)
        {
            return;
        }

        log.Append(batches);
        var next = states.ToBuilder();
        foreach (var batch in batches)
        {
            var before = StateOf(batch.Organization);
            next[batch.Organization] = before.After(batch);
            Remember(batch, before);
        }

        Volatile.Write(ref states, next.ToImmutable());
        RewriteLog();
        batches.ForEach(batch => Changed?.Invoke(batch.Organization, StateOf(batch.Organization)));
        var told = changed;
        changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        told.TrySetResult();
    }

    private void Remember(DirectoryBatch batch, DirectoryState before)
    {
        if (!recent.TryGetValue(batch.Organization, out var known))
        {
            recent.Add(batch.Organization, known = new RecentBatches());
        }

        known.Add(batch, before);
    }

    // What was confirmed stays so; a log that could not be written anew is only longer than it need be.
    private void RewriteLog()
    {
        if (!log.IsMostlyHistory)
        {
            return;
        }

        try
        {
            log.Rewrite(states.Select(state => state.Value.ToBatch(state.Key)));
        }
        catch (IOException)
        {
            // Tried again at the next change.
        }
    }
}
