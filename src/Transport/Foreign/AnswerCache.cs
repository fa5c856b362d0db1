using System.Diagnostics.CodeAnalysis;
using Causeway.Core.Addresses;

namespace Causeway.Transport.Foreign;

/// <summary>
/// When an answer was given for which address, for a limited number of them: the addresses that were not used for
/// longest go first, half of them at once.
/// </summary>
internal sealed class AnswerCache(int most)
{
    private readonly Lock gate = new();
    private Dictionary<EmailAddress, DateTimeOffset> young = [];
    private Dictionary<EmailAddress, DateTimeOffset> old = [];

    public int Count
    {
        get
        {
            lock (gate)
            {
                return young.Count + old.Count;
            }
        }
    }

    public bool TryGet(EmailAddress address, [NotNullWhen(true)] out DateTimeOffset? at)
    {
        lock (gate)
        {
            at = young.TryGetValue(address, out var found) ? found
                : old.Remove(address, out found) ? Keep(address, found)
                : null;
            return at is not null;
        }
    }

    public void Put(EmailAddress address, DateTimeOffset at)
    {
        lock (gate)
        {
            old.Remove(address);
            Keep(address, at);
        }
    }

    public void Remove(EmailAddress address)
    {
        lock (gate)
        {
            young.Remove(address);
            old.Remove(address);
        }
    }

    private DateTimeOffset Keep(EmailAddress address, DateTimeOffset at)
    {
        if (young.Count >= most / 2 && !young.ContainsKey(address))
        {
            (old, young) = (young, []);
        }

        young[address] = at;
        return at;
    }
}
