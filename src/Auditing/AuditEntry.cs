namespace Causeway.Auditing;

/// <summary>
/// A change that was recorded. Numbers start at 1; the hash is over the entry's line without it, the hash of the entry
/// before included, so that no entry can be changed without changing every later one.
/// </summary>
public sealed record AuditEntry(
    long Number, DateTimeOffset At, string Who, string What, string Subject, string? Before, string? After,
    string Previous, string Hash)
{
    public AuditHead Head => new(Number, Hash);
}
