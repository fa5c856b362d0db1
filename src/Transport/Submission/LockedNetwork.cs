namespace Causeway.Transport.Submission;

/// <summary>A network that is locked out: how many failures, since when, and until when.</summary>
public sealed record LockedNetwork(string Network, int Failures, DateTimeOffset Since, DateTimeOffset Until);
