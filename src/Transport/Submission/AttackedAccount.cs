namespace Causeway.Transport.Submission;

/// <summary>An account at which passwords are guessed from many networks.</summary>
public sealed record AttackedAccount(string User, int Failures, DateTimeOffset Since);
