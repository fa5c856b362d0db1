namespace Causeway.Admin;

/// <summary>What became of an order.</summary>
/// <param name="Ok">True where all of it is done, or would be.</param>
/// <param name="Number">The number of the directory's last change.</param>
/// <param name="Changes">What is not what it was, a line each.</param>
/// <param name="Faults">Why nothing was changed; empty where it was.</param>
public sealed record DirectoryAnswer(
    bool Ok, long Number, IReadOnlyList<string> Changes, IReadOnlyList<string> Faults)
{
    /// <summary>True where the directory is kept by a site of another platform.</summary>
    public bool IsElsewhere { get; init; }

    /// <summary>What a user has, where that was asked.</summary>
    public PasswordsSeen? Passwords { get; init; }

    /// <summary>How it stands with domains, where that was asked.</summary>
    public IReadOnlyList<DomainSeen>? Domains { get; init; }

    public static DirectoryAnswer Refused(params IReadOnlyList<string> faults) => new(false, 0, [], faults);
}
