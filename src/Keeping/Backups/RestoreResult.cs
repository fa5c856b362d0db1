using Causeway.Queue.Delivery;

namespace Causeway.Keeping.Backups;

/// <summary>What a restore made: the site's folder, where the old one was moved to, and what is in the queue.</summary>
public sealed record RestoreResult(string Folder, string? MovedTo, RestoredCounts Queue);
