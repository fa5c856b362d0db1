namespace Causeway.Watching.Alerts;

/// <summary>A row of the table of alerts.</summary>
/// <param name="Raised">When it is raised, as a sentence.</param>
/// <param name="Cleared">When it is over.</param>
/// <param name="Do">
/// What to do about it; <c>{site}</c> and <c>{subject}</c> stand for the site and what the alert is about.
/// </param>
public sealed record AlertKind(string Id, Severity Severity, string Raised, string Cleared, string Do);
