namespace Causeway.Admin;

/// <summary>What the API asks of what a site counts; the site's name is filled in by the API.</summary>
/// <param name="List">Who sent within a day.</param>
/// <param name="ReleaseAsync">Releases a sender for a user of the system; how it stood before.</param>
public sealed record SendingAccess(
    Func<IReadOnlyList<SenderRow>> List,
    Func<string, string, CancellationToken, ValueTask<IReadOnlyList<SenderRow>>> ReleaseAsync);
