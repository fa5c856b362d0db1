using System.Collections.Immutable;
using Causeway.Core.Addresses;
using Causeway.Core.Topology;

namespace Causeway.Directories;

/// <summary>
/// One organization's directory as a site has it at one moment. A change makes another state that shares what is the
/// same, so that a message is routed by one state however many changes come meanwhile.
/// </summary>
public sealed class DirectoryState : IRecipientDirectory
{
    private readonly ImmutableDictionary<EmailAddress, DirectoryEntry> entries;
    private readonly ImmutableDictionary<EmailAddress, Recipient> owners;

    private DirectoryState(
        DirectoryPosition position, ImmutableDictionary<EmailAddress, DirectoryEntry> entries,
        ImmutableDictionary<EmailAddress, Recipient> owners, int count)
    {
        Position = position;
        Count = count;
        this.entries = entries;
        this.owners = owners;
    }

    public static DirectoryState Empty { get; } = new(
        DirectoryPosition.Start, ImmutableDictionary<EmailAddress, DirectoryEntry>.Empty,
        ImmutableDictionary<EmailAddress, Recipient>.Empty, 0);

    public DirectoryPosition Position { get; }

    /// <summary>How many recipients there are.</summary>
    public int Count { get; }

    /// <summary>True where somebody has said who the recipients are, be it that there are none.</summary>
    public bool KnowsRecipients { get; private init; }

    /// <summary>The domains that count as the organization's.</summary>
    public ImmutableDictionary<DomainName, DomainProof> Domains { get; private init; } =
        ImmutableDictionary<DomainName, DomainProof>.Empty;

    public IEnumerable<KeyValuePair<EmailAddress, DirectoryEntry>> Entries => entries;

    public IEnumerable<Recipient> Records => entries.Values.Select(entry => entry.Record).OfType<Recipient>();

    public Recipient? Find(EmailAddress address) => owners.GetValueOrDefault(address);

    public DirectoryEntry EntryOf(EmailAddress address) => entries.GetValueOrDefault(address, DirectoryEntry.None);

    /// <summary>All records, in the order of their addresses.</summary>
    public RecipientTable ToTable() =>
        new([.. Records.OrderBy(record => record.Address.ToString(), StringComparer.OrdinalIgnoreCase)]);

    /// <summary>The state after a batch.</summary>
    public DirectoryState After(DirectoryBatch batch)
    {
        var replaces = batch is { IsWhole: true, IsOfDomainsOnly: false };
        var nextEntries = (replaces ? Empty : this).entries.ToBuilder();
        var nextOwners = (replaces ? Empty : this).owners.ToBuilder();
        var count = replaces ? 0 : Count;

        // All that ends before all that begins: an address may go from one record to another in one batch.
        foreach (var change in batch.Changes)
        {
            if (nextEntries.TryGetValue(change.Address, out var before) && before.Record is { } record)
            {
                count--;
                nextOwners.RemoveRange(record.Addresses);
            }
        }

        foreach (var (address, entry) in batch.Changes)
        {
            if (entry.IsEmpty)
            {
                nextEntries.Remove(address);
            }
            else
            {
                nextEntries[address] = entry;
            }

            if (entry.Record is { } record)
            {
                count++;
                foreach (var owned in record.Addresses)
                {
                    nextOwners[owned] = record;
                }
            }
        }

        return new DirectoryState(batch.Position, nextEntries.ToImmutable(), nextOwners.ToImmutable(), count)
        {
            KnowsRecipients = KnowsRecipients || !batch.IsOfDomainsOnly,
            Domains = DomainsAfter(batch),
        };
    }

    /// <summary>The whole state as one batch, to be begun with.</summary>
    public DirectoryBatch ToBatch(string organization) => new(
        organization, Position, IsWhole: true,
        [.. entries.Select(entry => new DirectoryChange(entry.Key, entry.Value))])
    {
        Domains = [.. Domains.Select(domain => new DomainChange(domain.Key, domain.Value))],
        IsOfDomainsOnly = !KnowsRecipients,
    };

    private ImmutableDictionary<DomainName, DomainProof> DomainsAfter(DirectoryBatch batch)
    {
        if (batch.Domains is not { } changes)
        {
            return Domains;
        }

        var next = (batch.IsWhole ? Empty : this).Domains.ToBuilder();
        foreach (var (domain, proof) in changes)
        {
            if (proof is null)
            {
                next.Remove(domain);
            }
            else
            {
                next[domain] = proof;
            }
        }

        return next.ToImmutable();
    }
}
