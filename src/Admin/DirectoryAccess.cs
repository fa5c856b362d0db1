namespace Causeway.Admin;

/// <summary>What the API asks of a site's directories.</summary>
/// <param name="List">
/// By organization, or all; by an address that somebody owns, or a part of a primary address, or all.
/// </param>
/// <param name="OrderAsync">Never throws for what an order says or for a primary that does not answer.</param>
public sealed record DirectoryAccess(
    Func<string?, string?, IReadOnlyList<DirectoryListing>> List,
    Func<DirectoryOrder, CancellationToken, Task<DirectoryAnswer>> OrderAsync);
