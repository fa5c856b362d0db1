using System.Collections.Immutable;

namespace Causeway.Directories;

/// <summary>
/// The last batches of one directory, as each view sees them. A copy that is further behind is sent the whole.
/// </summary>
internal sealed class RecentBatches
{
    private const int Most = 1000;
    private const int MostChanges = 20_000;

    private readonly Queue<(DirectoryBatch Full, DirectoryBatch Addresses)> batches = [];
    private int changes;

    public void Add(DirectoryBatch batch, DirectoryState before)
    {
        // Who was told of domains alone may have recipients of another history: the first that are said are all.
        if (batch.IsWhole || !before.KnowsRecipients)
        {
            batches.Clear();
            changes = 0;
        }

        batches.Enqueue((batch, DirectoryView.Addresses.Of(batch, before)));
        changes += batch.Changes.Length;
        while (batches.Count > Most || changes > MostChanges)
        {
            changes -= batches.Dequeue().Full.Changes.Length;
        }
    }

    /// <summary>What follows on a position; empty where it is not known.</summary>
    public ImmutableArray<DirectoryBatch> Since(DirectoryPosition position, DirectoryView view) =>
    [
        .. batches.Select(both => view == DirectoryView.Addresses ? both.Addresses : both.Full)
            .SkipWhile(batch => batch.Position != position).Skip(1),
    ];
}
