namespace Causeway.Directories.Ldap;

/// <summary>What is known of another product's addresses, and since when and why no more is.</summary>
public sealed record ForeignState(ForeignTable? Table, DateTimeOffset? FailingSince, string? Why);
