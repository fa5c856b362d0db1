using System.Collections.Immutable;
using Causeway.Core.Addresses;
using Causeway.Core.Topology;

namespace Causeway.Directories;

/// <summary>
/// What edits would make of a directory, or why they make nothing of it: all of them, or none. No address has two
/// owners, whoever asks and in whatever order.
/// </summary>
/// <param name="Changes">Empty where there are faults, or where all is as it should be already.</param>
public sealed record DirectoryJudgement(ImmutableArray<DirectoryChange> Changes, ImmutableArray<string> Faults)
{
    private const int MostFaults = 100;

    public static DirectoryJudgement Of(DirectoryState state, IReadOnlyList<DirectoryEdit> edits)
    {
        var faults = new List<string>();
        var entries = new Dictionary<EmailAddress, DirectoryEntry>();
        foreach (var edit in edits)
        {
            var before = entries.TryGetValue(edit.Address, out var edited) ? edited : state.EntryOf(edit.Address);
            if (FaultOf(edit, before) is { } fault)
            {
                faults.Add(fault);
            }
            else
            {
                entries[edit.Address] = After(edit, before);
            }
        }

        faults.AddRange(TwoOwners(state, entries));
        return faults.Count > 0
            ? new DirectoryJudgement([], [.. faults.Take(MostFaults)])
            : new DirectoryJudgement(
                [
                    .. entries.Where(entry => entry.Value != state.EntryOf(entry.Key))
                        .Select(entry => new DirectoryChange(entry.Key, entry.Value)),
                ], []);
    }

    private static string? FaultOf(DirectoryEdit edit, DirectoryEntry before) => (edit, before.Record) switch
    {
        (DirectoryEdit.Add, not null) =>
            $"{edit.Address} is there already; look at it with `causeway recipient list {edit.Address}`.",
        (DirectoryEdit.Change or DirectoryEdit.Remove or DirectoryEdit.SetKeys or DirectoryEdit.SetReply, null) =>
            $"no recipient has the primary address {edit.Address}; `causeway recipient list {edit.Address}` finds "
            + "the owner of a proxy.",
        (DirectoryEdit.Change change, { } record) when record.Version != change.Seen =>
            $"{edit.Address} was changed meanwhile; look at it, and say again what to change.",
        (DirectoryEdit.SetReply, { HoldsMail: false }) =>
            $"{edit.Address} is no mailbox, and answers nobody.",
        _ => null,
    };

    private static DirectoryEntry After(DirectoryEdit edit, DirectoryEntry before) => edit switch
    {
        DirectoryEdit.Add add => before with { Record = As(add.Record, before.Record) },
        DirectoryEdit.Change change => before with { Record = As(change.Record, before.Record) },
        DirectoryEdit.Put put => before with
        {
            Record = As(put.Record, before.Record), FileRow = put.FileRow ?? before.FileRow,
        },
        DirectoryEdit.RemoveByFile => DirectoryEntry.None,
        DirectoryEdit.SetReply set => before with
        {
            Record = SaysTheSame(before.Record! with { AutomaticReply = set.Reply }, before.Record)
                ? before.Record : before.Record with { AutomaticReply = set.Reply, Version = 0 },
        },
        DirectoryEdit.SetKeys set => before with { Keys = set.Keys },
        _ => before with { Record = null, Keys = null },
    };

    // A record that says what it said before keeps its version; another one gets its own when it counts.
    private static Recipient As(Recipient record, Recipient? before)
    {
        // A recipients file says nothing of automatic replies.
        var own = record with
        {
            Proxies = [.. record.Addresses.Distinct().Skip(1)], AutomaticReply = before?.AutomaticReply, Version = 0,
        };
        return before is not null && SaysTheSame(own, before) ? before : own;
    }

    private static bool SaysTheSame(Recipient one, Recipient other) =>
        one.Address.ToString() == other.Address.ToString() && one.AutomaticReply == other.AutomaticReply
        && RecipientFields.Of(one).SequenceEqual(RecipientFields.Of(other));

    private static IEnumerable<string> TwoOwners(
        DirectoryState state, Dictionary<EmailAddress, DirectoryEntry> entries)
    {
        var claims = new Dictionary<EmailAddress, EmailAddress>();
        foreach (var record in entries.Values.Select(entry => entry.Record).OfType<Recipient>())
        {
            foreach (var address in record.Addresses)
            {
                var owner = claims.TryGetValue(address, out var other) ? other
                    : state.Find(address) is { } found && !entries.ContainsKey(found.Address) ? found.Address
                    : record.Address;
                if (owner != record.Address)
                {
                    yield return $"{address} belongs to {owner} already; take it from there first, or write another.";
                }

                claims[address] = record.Address;
            }
        }
    }
}
