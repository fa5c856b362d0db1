namespace Causeway.Auditing;

/// <summary>A change to be recorded: who made it, what it was (such as <c>queue.hold</c>) and of what.</summary>
/// <param name="Before">How it was; null where there was nothing to say.</param>
/// <param name="After">How it is now.</param>
public sealed record AuditChange(string Who, string What, string Subject, string? Before = null, string? After = null);
