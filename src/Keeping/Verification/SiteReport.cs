namespace Causeway.Keeping.Verification;

/// <summary>What a check of a site's data read, and what it found.</summary>
/// <param name="Facts">Whole facts of the log.</param>
/// <param name="Queued">Messages in the queue, whose octets were compared with their checksums.</param>
/// <param name="Messages">Messages in mailboxes.</param>
/// <param name="Compared">Those of them that were compared with the checksums of what was delivered.</param>
/// <param name="ComparedWithBackup">Older ones that were compared with a backup.</param>
public sealed record SiteReport(
    long Facts, int Queued, int Mailboxes, int Messages, int Compared, int ComparedWithBackup, long AuditEntries,
    IReadOnlyList<Finding> Findings)
{
    public bool IsGood => Findings.All(finding => !finding.IsDamage);
}
