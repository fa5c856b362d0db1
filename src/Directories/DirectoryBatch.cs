using System.Collections.Immutable;
using Causeway.Core.Addresses;

namespace Causeway.Directories;

/// <summary>Changes that count together or not at all: one line of the log, one message to a copy.</summary>
/// <param name="Organization">Whose directory it is.</param>
/// <param name="Position">Where the directory is after it.</param>
/// <param name="IsWhole">True where the changes are all that there is, and what was before is gone.</param>
/// <param name="Changes">For each address what its entry is from now on; empty ones are removed.</param>
public sealed record DirectoryBatch(
    string Organization, DirectoryPosition Position, bool IsWhole, ImmutableArray<DirectoryChange> Changes);

/// <summary>What the entry of an address is from now on.</summary>
public sealed record DirectoryChange(EmailAddress Address, DirectoryEntry Entry);
