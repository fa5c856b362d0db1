using System.Collections.Immutable;

namespace Causeway.Watching.Ledgers;

/// <summary>
/// The mailboxes that hold nine tenths of their quota or more, as deliveries tell. Of more than a limited number the
/// first are kept.
/// </summary>
public sealed class QuotaLedger(TimeProvider clock)
{
    /// <summary>The mailboxes that are told apart.</summary>
    public const int Most = 100;

    private readonly Lock gate = new();
    private readonly Dictionary<(string Organization, string Address), MailboxSeen> filling = [];

    /// <summary>True from nine tenths on.</summary>
    public static bool IsFull(long octets, long quota) => octets >= quota / 10.0 * 9;

    public ImmutableArray<MailboxSeen> Seen
    {
        get
        {
            lock (gate)
            {
                return [.. filling.Values.OrderBy(one => one.Since)];
            }
        }
    }

    public void Restore(IEnumerable<MailboxSeen> before)
    {
        lock (gate)
        {
            foreach (var one in before)
            {
                filling[(one.Organization, one.Address)] = one;
            }
        }
    }

    /// <summary>Mail came for a mailbox with a quota, whether or not there was room.</summary>
    public void Add(string organization, string address, long octets, long quota)
    {
        lock (gate)
        {
            var key = (organization, address);
            if (!IsFull(octets, quota))
            {
                filling.Remove(key);
            }
            else if (filling.TryGetValue(key, out var before))
            {
                filling[key] = before with { Octets = octets, Quota = quota };
            }
            else if (filling.Count < Most)
            {
                filling[key] = new MailboxSeen(organization, address, octets, quota, clock.GetUtcNow());
            }
        }
    }
}
