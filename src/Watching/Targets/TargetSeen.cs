namespace Causeway.Watching.Targets;

/// <summary>How telling a target goes.</summary>
/// <param name="Organization">Whose target it is.</param>
/// <param name="Name">What it is.</param>
/// <param name="ToldAt">When it last took something.</param>
/// <param name="FailingSince">Since when it takes nothing; null where it did the last time.</param>
/// <param name="Why">What went wrong.</param>
/// <param name="LeftOut">The news that were too many for it.</param>
public sealed record TargetSeen(
    string Organization, string Name, DateTimeOffset? ToldAt = null, DateTimeOffset? FailingSince = null,
    string? Why = null, long LeftOut = 0);
