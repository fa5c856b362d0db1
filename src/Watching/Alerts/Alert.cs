namespace Causeway.Watching.Alerts;

/// <summary>Something that somebody should look at.</summary>
/// <param name="Id">Its kind: a row of <see cref="AlertTable"/>.</param>
/// <param name="Stage">How far it has come, where it comes in stages; a change of it is told.</param>
/// <param name="Organization">Whose it is; null where it is the site's own.</param>
/// <param name="Subject">What it is about, by which it is told from others of its kind.</param>
/// <param name="Found">What was found, as a sentence.</param>
/// <param name="Where">Where it was found.</param>
/// <param name="Since">Since when it is so, as far as is known.</param>
/// <param name="Do">What to do about it.</param>
public sealed record Alert(
    string Id, Severity Severity, string? Stage, string Site, string? Organization, string Subject, string Found,
    string Where, DateTimeOffset Since, string Do)
{
    /// <summary>Two alerts with the same key are one that stands.</summary>
    internal (string, string?, string) Key => (Id, Organization, Subject);
}
