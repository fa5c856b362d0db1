namespace Causeway.Transport.Submission;

/// <summary>What is remembered of a network from which a sign-in failed.</summary>
internal sealed class NetworkFailures
{
    // Users and passwords that one network is remembered for; it is locked out long before there are more.
    private const int MostUsers = 16;
    private const int MostWrong = 8;

    // So many slips are forgiven a user who signs in after them.
    private const int Slips = 3;

    private readonly Dictionary<string, int> byUser = new(StringComparer.OrdinalIgnoreCase);
    private readonly Queue<ulong> wrong = [];

    public int Failures { get; private set; }

    public int UnderWay { get; set; }

    public DateTimeOffset Last { get; set; }

    public DateTimeOffset LockedSince { get; private set; }

    public DateTimeOffset LockedUntil { get; private set; }

    /// <summary>The last failure, or the end of the lock.</summary>
    public DateTimeOffset LastTrouble => LockedUntil > Last ? LockedUntil : Last;

    public bool IsKnownWrong(ulong fingerprint) => wrong.Contains(fingerprint);

    public void Fail(string user, ulong? fingerprint, SignInPolicy policy, DateTimeOffset now)
    {
        Failures++;
        Last = now;
        if (byUser.Count < MostUsers || byUser.ContainsKey(user))
        {
            byUser[user] = byUser.GetValueOrDefault(user) + 1;
        }

        if (fingerprint is { } print)
        {
            wrong.Enqueue(print);
            if (wrong.Count > MostWrong)
            {
                wrong.Dequeue();
            }
        }

        if (Failures >= policy.FailuresOfNetwork)
        {
            // 2^16 times the first lock is longer than any.
            var doublings = Math.Min(16, Failures - policy.FailuresOfNetwork);
            var ticks = Math.Min(policy.FirstLock.Ticks * (1L << doublings), policy.LongestLock.Ticks);
            LockedSince = LockedUntil > now ? LockedSince : now;
            LockedUntil = now + TimeSpan.FromTicks(ticks);
        }
    }

    public void Succeed(string user)
    {
        if (byUser.Remove(user, out var failures) && failures <= Slips)
        {
            Failures -= failures;
        }
    }
}
