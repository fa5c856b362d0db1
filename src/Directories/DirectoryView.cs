using System.Collections.Immutable;
using Causeway.Core.Addresses;
using Causeway.Core.Topology;

namespace Causeway.Directories;

/// <summary>What a site gets to see of a directory.</summary>
public sealed class DirectoryView
{
    // Positions of one view mean nothing in another: a site that becomes another sort of site begins anew.
    private const string AddressesMark = "-addresses";

    private DirectoryView()
    {
    }

    /// <summary>Everything: for sites that can hold mailboxes.</summary>
    public static DirectoryView Full { get; } = new();

    /// <summary>
    /// Valid addresses, whether strangers may write to them, and nothing else, not even which of them are one person's:
    /// for filters.
    /// </summary>
    public static DirectoryView Addresses { get; } = new();

    public static DirectoryView For(Site site) => site.CanHoldMailboxes ? Full : Addresses;

    public DirectoryPosition PositionIn(DirectoryPosition position) =>
        this == Full ? position : position with { Digest = position.Digest + AddressesMark };

    /// <summary>A batch as this view sees it.</summary>
    /// <param name="before">The state that the batch changes.</param>
    public DirectoryBatch Of(DirectoryBatch batch, DirectoryState before)
    {
        if (this == Full)
        {
            return batch;
        }

        var changes = new Dictionary<EmailAddress, DirectoryEntry>();
        foreach (var gone in batch.IsWhole ? [] : batch.Changes
            .SelectMany(change => before.EntryOf(change.Address).Record?.Addresses ?? []))
        {
            changes[gone] = DirectoryEntry.None;
        }

        foreach (var record in batch.Changes.Select(change => change.Entry.Record).OfType<Recipient>())
        {
            foreach (var valid in record.Addresses)
            {
                changes[valid] = new DirectoryEntry(
                    new Recipient
                    {
                        Address = valid, Kind = RecipientKind.Mailbox, InsideOnly = record.IsRestricted,
                    },
                    null, null);
            }
        }

        return batch with
        {
            Position = PositionIn(batch.Position),
            Changes = [.. changes.Select(change => new DirectoryChange(change.Key, change.Value))],
        };
    }
}
