using Causeway.Core.Addresses;
using Causeway.Core.Topology;

namespace Causeway.Core.Proof;

/// <summary>
/// One pass over all rows for addresses with two owners, members that nobody has, and groups in a circle.
/// </summary>
internal static class Rows
{
    private const int Most = 20;

    public static IEnumerable<RowFault> Faults(Organization organization, RecipientTable table) =>
        Duplicates(table).Concat(Dangling(organization, table)).Concat(Circles(table)).Take(Most);

    private static IEnumerable<RowFault> Duplicates(RecipientTable table)
    {
        foreach (var row in table.Rows)
        {
            if (Other(table, row, row.Address) is { } fault)
            {
                yield return fault;
            }

            foreach (var proxy in row.Proxies)
            {
                if (Other(table, row, proxy) is { } proxyFault)
                {
                    yield return proxyFault;
                }
            }
        }
    }

    private static RowFault? Other(RecipientTable table, Recipient row, EmailAddress address) =>
        table.Find(address) is { } owner && !ReferenceEquals(owner, row)
            ? new RowFault(
                RowFaultKind.TwoOwners, address,
                $"{address} belongs to {owner.Address} at {owner.Site?.Value ?? "no site"} "
                    + $"and to {row.Address} at {row.Site?.Value ?? "no site"}")
            : null;

    private static IEnumerable<RowFault> Dangling(Organization organization, RecipientTable table)
    {
        foreach (var row in table.Rows)
        {
            foreach (var member in row.Members)
            {
                if (organization.Accepted(member.Domain)?.Type == DomainType.Authoritative
                    && Routing.Lookups.Lookup(table, member) is null)
                {
                    yield return new RowFault(
                        RowFaultKind.DanglingMember, member,
                        $"{row.Address} has the member {member}, which no row has");
                }
            }
        }
    }

    private static IEnumerable<RowFault> Circles(RecipientTable table)
    {
        var done = new HashSet<EmailAddress>();
        foreach (var row in table.Rows.Where(row => row.Kind == RecipientKind.Group && !done.Contains(row.Address)))
        {
            foreach (var fault in Circles(table, row, done))
            {
                yield return fault;
            }
        }
    }

    // Depth first without recursion: `open` holds the groups on the way down, `done` the groups that were left.
    private static IEnumerable<RowFault> Circles(RecipientTable table, Recipient root, HashSet<EmailAddress> done)
    {
        var open = new HashSet<EmailAddress> { root.Address };
        var stack = new Stack<(Recipient Group, int Next)>([(root, 0)]);
        while (stack.TryPop(out var top))
        {
            if (top.Next == top.Group.Members.Length)
            {
                open.Remove(top.Group.Address);
                done.Add(top.Group.Address);
                continue;
            }

            stack.Push((top.Group, top.Next + 1));
            if (table.Find(top.Group.Members[top.Next]) is not { Kind: RecipientKind.Group } member)
            {
                continue;
            }

            if (open.Contains(member.Address))
            {
                yield return new RowFault(
                    RowFaultKind.GroupInCircle, member.Address, $"the group {member.Address} contains itself");
            }
            else if (!done.Contains(member.Address))
            {
                open.Add(member.Address);
                stack.Push((member, 0));
            }
        }
    }
}
