using System.Collections.Immutable;
using Causeway.Core.Addresses;

namespace Causeway.Directories;

/// <summary>Changes that count together or not at all: one line of the log, one message to a copy.</summary>
/// <param name="Organization">Whose directory it is.</param>
/// <param name="Position">Where the directory is after it.</param>
/// <param name="IsWhole">True where the changes are all that there is, and what was before is gone.</param>
/// <param name="Changes">For each address what its entry is from now on; empty ones are removed.</param>
public sealed record DirectoryBatch(
    string Organization, DirectoryPosition Position, bool IsWhole, ImmutableArray<DirectoryChange> Changes)
{
    /// <summary>
    /// What is known of domains from now on, of a whole all that is known; null where nothing is said of domains, as by
    /// a primary of a version that knew nothing of proofs.
    /// </summary>
    public ImmutableArray<DomainChange>? Domains { get; init; }

    /// <summary>True where it says nothing of recipients: nobody has said who they are yet.</summary>
    public bool IsOfDomainsOnly { get; init; }
}

/// <summary>What the entry of an address is from now on.</summary>
public sealed record DirectoryChange(EmailAddress Address, DirectoryEntry Entry);
