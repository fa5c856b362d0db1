namespace Causeway.Transport.Submission;

/// <summary>When a network is locked out, and when an account counts as attacked.</summary>
public sealed record SignInPolicy
{
    /// <summary>So many failures from one network lock it out.</summary>
    public int FailuresOfNetwork { get; init; } = 10;

    /// <summary>
    /// How long at first; twice as long with each failure after that, up to <see cref="LongestLock"/>.
    /// </summary>
    public TimeSpan FirstLock { get; init; } = TimeSpan.FromMinutes(1);

    public TimeSpan LongestLock { get; init; } = TimeSpan.FromDays(1);

    /// <summary>A network without a failure for so long, and without a lock, begins anew.</summary>
    public TimeSpan Forget { get; init; } = TimeSpan.FromDays(1);

    /// <summary>Attempts of one network that may be under way at once.</summary>
    public int AtOnce { get; init; } = 8;

    /// <summary>So many failures for one account within <see cref="AccountWindow"/> are an attack on it.</summary>
    public int FailuresOfAccount { get; init; } = 30;

    public TimeSpan AccountWindow { get; init; } = TimeSpan.FromHours(1);

    /// <summary>
    /// The time between two attempts at an attacked account, from networks where its user never signed in.
    /// </summary>
    public TimeSpan Slowed { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Networks, and accounts, that are told apart; the oldest are forgotten first.</summary>
    public int Most { get; init; } = 10_000;

    /// <summary>
    /// The lab's: who guesses waits there as anywhere, and tests may sign in as many users at once as they like.
    /// </summary>
    public static SignInPolicy Lab { get; } = new() { AtOnce = int.MaxValue };
}
