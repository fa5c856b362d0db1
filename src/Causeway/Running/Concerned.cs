using System.Collections.Immutable;
using Causeway.Core.Addresses;
using Causeway.Core.Topology;
using Causeway.Directories;

namespace Causeway.Running;

/// <summary>
/// The part of a directory that changes concern: what changes, whom it leads to, and the groups that name it. What the
/// proof says of this part is what the changes make better or worse.
/// </summary>
/// <param name="Differences">What the changes say, without whom they lead to.</param>
/// <param name="Orphans">Who names an address that is nobody's after the changes, a sentence each.</param>
internal sealed record Concerned(
    RecipientTable Before, RecipientTable After, RecipientDifferences Differences, ImmutableArray<string> Orphans)
{
    public static Concerned By(
        Organization organization, DirectoryState before, ImmutableArray<DirectoryChange> changes)
    {
        var after = before.After(new DirectoryBatch(organization.Name, before.Position, false, changes));
        var changed = changes.Select(change => change.Address).ToHashSet();
        return new Concerned(
            Reached(before, changed), Reached(after, changed),
            RecipientDifferences.Between(Only(before, changed), Only(after, changed)),
            Named(after, [.. changed.SelectMany(address => before.EntryOf(address).Record?.Addresses ?? [])
                .Where(address => after.Find(address) is null)]));
    }

    private static RecipientTable Only(DirectoryState state, HashSet<EmailAddress> addresses) =>
        new([.. addresses.Select(address => state.EntryOf(address).Record).OfType<Recipient>()]);

    private static ImmutableArray<string> Named(DirectoryState state, HashSet<EmailAddress> gone) => gone.Count == 0
        ? []
        :
        [
            .. from record in state.Records
               from named in record.Members.Concat(record.Forward).Concat(record.AcceptFrom)
                   .Concat(record.SendAs).Distinct()
               where gone.Contains(named)
               select $"{record.Address} names {named}, which would be nobody's; take it out there first.",
        ];

    private static RecipientTable Reached(DirectoryState state, HashSet<EmailAddress> from)
    {
        var rows = new Dictionary<EmailAddress, Recipient>();
        var open = new Stack<EmailAddress>(from);
        while (open.TryPop(out var address))
        {
            if ((state.Find(address) ?? Plain(state, address)) is { } record && rows.TryAdd(record.Address, record))
            {
                foreach (var next in record.Members.Concat(record.Forward).Concat(record.AcceptFrom))
                {
                    open.Push(next);
                }
            }
        }

        return new RecipientTable([.. rows.Values]);
    }

    private static Recipient? Plain(DirectoryState state, EmailAddress address) =>
        address.Plus() is var (plain, _) ? state.Find(plain) : null;
}
