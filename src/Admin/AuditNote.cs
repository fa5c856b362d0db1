namespace Causeway.Admin;

/// <summary>A change that a command made beside a running site; the site knows who asked.</summary>
public sealed record AuditNote(string What, string Subject, string? Before, string? After);
