using System.Collections.Immutable;
using System.Net;
using Causeway.Core.Addresses;
using Causeway.Queue.Facts;

namespace Causeway.Transport.Submission;

/// <summary>
/// Guessing passwords from one network (an address of IPv4, a /64 of IPv6) locks that network out, for longer and
/// longer, and nobody else. Guesses at one account from many networks slow down networks that are new to the account;
/// where its user signed in before, nothing changes. Kept in memory, bounded, and gone with a restart.
/// </summary>
public sealed class SignInLimits(SignInPolicy policy, TimeProvider clock)
{
    // What an administrator is shown; the longest locks and the most attacked accounts first.
    private const int MostShown = 20;

    private readonly Lock gate = new();
    private readonly Dictionary<TrafficSource, NetworkFailures> networks = [];
    private readonly Dictionary<EmailAddress, AccountFailures> accounts = [];

    public ImmutableArray<LockedNetwork> Locked
    {
        get
        {
            var now = clock.GetUtcNow();
            lock (gate)
            {
                return
                [
                    .. networks.Where(entry => entry.Value.LockedUntil > now)
                        .OrderByDescending(entry => entry.Value.LockedUntil).Take(MostShown)
                        .Select(entry => new LockedNetwork(
                            entry.Key.ToString(), entry.Value.Failures, entry.Value.LockedSince,
                            entry.Value.LockedUntil)),
                ];
            }
        }
    }

    /// <summary>The accounts that are attacked, of names that somebody has: strangers choose the others.</summary>
    public ImmutableArray<AttackedAccount> Attacked(Func<EmailAddress, bool> isUser)
    {
        var now = clock.GetUtcNow();
        lock (gate)
        {
            return
            [
                .. accounts.Where(entry => entry.Value.IsAttacked(policy, now) && isUser(entry.Key))
                    .OrderByDescending(entry => entry.Value.Failures).Take(MostShown)
                    .Select(entry => new AttackedAccount(
                        entry.Key.ToString(), entry.Value.Failures, entry.Value.Since)),
            ];
        }
    }

    /// <summary>Networks and accounts that are remembered.</summary>
    public int Remembered
    {
        get
        {
            lock (gate)
            {
                return networks.Count + accounts.Count;
            }
        }
    }

    /// <summary>
    /// Whether an attempt may go on. One that is <see cref="SignInStanding.Free"/> is under way until
    /// <see cref="End"/> is called.
    /// </summary>
    /// <param name="fingerprint">A keyed digest of name and password; null where the password is not known.</param>
    public SignInStanding Begin(IPAddress from, string user, ulong? fingerprint)
    {
        var (source, now) = (TrafficSource.Of(from), clock.GetUtcNow());
        lock (gate)
        {
            var network = Network(source, now);
            if (network.LockedUntil > now || network.UnderWay >= policy.AtOnce)
            {
                return SignInStanding.LockedOut;
            }

            if (fingerprint is { } print && network.IsKnownWrong(print))
            {
                return SignInStanding.KnownWrong;
            }

            if (EmailAddress.TryParse(user, out var name) && accounts.TryGetValue(name, out var account)
                && account.IsAttacked(policy, now)
                && !account.Knows(source))
            {
                if (now - account.LastUnknown < policy.Slowed)
                {
                    return SignInStanding.LockedOut;
                }

                account.LastUnknown = now;
            }

            network.UnderWay++;
            return SignInStanding.Free;
        }
    }

    /// <summary>Ends an attempt: the password was good, or wrong, or (null) nobody looked at it.</summary>
    public void End(IPAddress from, string user, ulong? fingerprint, bool? isGood)
    {
        var (source, now) = (TrafficSource.Of(from), clock.GetUtcNow());
        lock (gate)
        {
            var network = Network(source, now);
            network.UnderWay = Math.Max(0, network.UnderWay - 1);
            if (isGood is not { } good)
            {
                return;
            }

            // What is no address is no user's name, and nothing is kept of it.
            var account = EmailAddress.TryParse(user, out var name) ? Account(name, now) : null;
            if (good)
            {
                network.Succeed(user);
                account?.Succeed(source, now);
            }
            else
            {
                network.Fail(user, fingerprint, policy, now);
                account?.Fail(policy, now);
            }
        }
    }

    /// <summary>Lets a network or an account try again at once; false where it was not hindered.</summary>
    public bool Release(string networkOrUser)
    {
        var now = clock.GetUtcNow();
        var name = IPAddress.TryParse(networkOrUser, out var address)
            ? TrafficSource.Of(address).ToString()
            : networkOrUser;
        lock (gate)
        {
            var was = false;
            foreach (var (source, network) in networks.Where(entry => entry.Key.ToString() == name).ToList())
            {
                was |= network.LockedUntil > now;
                networks.Remove(source);
            }

            if (EmailAddress.TryParse(networkOrUser, out var user) && accounts.TryGetValue(user, out var account))
            {
                was |= account.IsAttacked(policy, now);
                account.Release();
            }

            return was;
        }
    }

    private NetworkFailures Network(TrafficSource source, DateTimeOffset now)
    {
        if (!networks.TryGetValue(source, out var network))
        {
            MakeRoom(networks, one => one.UnderWay == 0 && one.LockedUntil <= now, one => one.Last);
            networks[source] = network = new NetworkFailures { Last = now };
        }
        else if (network.UnderWay == 0 && now - network.LastTrouble >= policy.Forget)
        {
            networks[source] = network = new NetworkFailures { Last = now };
        }

        return network;
    }

    private AccountFailures Account(EmailAddress user, DateTimeOffset now)
    {
        if (!accounts.TryGetValue(user, out var account))
        {
            MakeRoom(accounts, one => !one.HasSignedIn && !one.IsAttacked(policy, now), one => one.Last);
            accounts[user] = account = new AccountFailures { Last = now };
        }

        return account;
    }

    // The oldest of those that matter least goes, or the oldest of all; a tenth at once, so that it is seldom done.
    private void MakeRoom<TKey, TValue>(
        Dictionary<TKey, TValue> table, Func<TValue, bool> mattersLess, Func<TValue, DateTimeOffset> last)
        where TKey : notnull
    {
        if (table.Count < policy.Most)
        {
            return;
        }

        foreach (var (key, _) in table.OrderByDescending(entry => mattersLess(entry.Value))
            .ThenBy(entry => last(entry.Value)).Take(Math.Max(1, policy.Most / 10)).ToList())
        {
            table.Remove(key);
        }
    }
}
