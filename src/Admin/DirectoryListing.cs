using Causeway.Core.Topology;

namespace Causeway.Admin;

/// <summary>One organization's directory as a site has it.</summary>
/// <param name="Domains">The accepted domains of the organization.</param>
/// <param name="Primary">The site that keeps it.</param>
/// <param name="IsWhole">True where the site knows more than valid addresses.</param>
/// <param name="Number">The last change that this site knows.</param>
public sealed record DirectoryListing(
    string Organization, IReadOnlyList<string> Domains, string Site, string Primary, bool IsWhole, long Number,
    IReadOnlyList<RecipientRow> Recipients);

/// <summary>A recipient in the words of a recipients file.</summary>
/// <param name="Fields">By the names of the columns; those that say nothing are left out.</param>
/// <param name="Reply">What it answers by itself; null for nothing.</param>
public sealed record RecipientRow(
    string Address, long Version, IReadOnlyDictionary<string, string> Fields, AutomaticReply? Reply);
