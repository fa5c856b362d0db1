using Causeway.Queue.Facts;

namespace Causeway.Transport.Submission;

/// <summary>What is remembered of an account: failures within a while, and where its user signed in.</summary>
internal sealed class AccountFailures
{
    private const int MostNetworks = 16;

    private readonly List<TrafficSource> known = [];

    public int Failures { get; private set; }

    public DateTimeOffset Since { get; private set; }

    public DateTimeOffset Last { get; set; }

    /// <summary>When an attempt from a network that is not known was last let through.</summary>
    public DateTimeOffset LastUnknown { get; set; }

    public bool HasSignedIn => known.Count > 0;

    public bool Knows(TrafficSource network) => known.Contains(network);

    public bool IsAttacked(SignInPolicy policy, DateTimeOffset now) =>
        Failures >= policy.FailuresOfAccount && now - Last < policy.AccountWindow;

    public void Fail(SignInPolicy policy, DateTimeOffset now)
    {
        // As long as it goes on, it is one attack.
        if (now - Since >= policy.AccountWindow && !IsAttacked(policy, now))
        {
            (Failures, Since) = (0, now);
        }

        Failures++;
        Last = now;
    }

    public void Succeed(TrafficSource network, DateTimeOffset now)
    {
        known.Remove(network);
        known.Add(network);
        if (known.Count > MostNetworks)
        {
            known.RemoveAt(0);
        }

        Last = Failures == 0 ? now : Last;
    }

    /// <summary>Forgets the failures and not where the user signed in.</summary>
    public void Release() => Failures = 0;
}
