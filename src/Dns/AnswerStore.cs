namespace Causeway.Dns;

/// <summary>
/// Answers with an end, bounded in number and octets; those not asked for longest go first. Not thread-safe.
/// </summary>
internal sealed class AnswerStore(TimeProvider clock, int maximumEntries, long maximumOctets)
{
    // What an entry and a record cost beside their text, roughly.
    private const int Overhead = 200;

    private readonly Dictionary<AnswerKey, LinkedListNode<Entry>> entries = [];

    // The one asked for last stands first.
    private readonly LinkedList<Entry> order = new();
    private readonly long start = clock.GetTimestamp();
    private long octets;

    // No step of the machine's clock makes an answer older or younger.
    private TimeSpan Now => clock.GetElapsedTime(start);

    /// <summary>With what is left of its time to live; null where there is none.</summary>
    public DnsAnswer<T>? Find<T>(AnswerKey key)
    {
        if (!entries.TryGetValue(key, out var node))
        {
            return null;
        }

        var left = node.Value.Ends - Now;
        if (left <= TimeSpan.Zero)
        {
            Remove(node);
            return null;
        }

        order.Remove(node);
        order.AddFirst(node);
        return (DnsAnswer<T>)node.Value.Answer with { TimeToLive = left };
    }

    public void Add<T>(AnswerKey key, DnsAnswer<T> answer, TimeSpan timeToLive)
    {
        if (entries.TryGetValue(key, out var old))
        {
            Remove(old);
        }

        var size = Overhead + (2L * key.Name.Length)
            + answer.Records.Sum(record => Overhead + (2L * (record?.ToString()?.Length ?? 0)));
        if (size > maximumOctets)
        {
            return;
        }

        entries.Add(key, order.AddFirst(new Entry(key, answer, Now + timeToLive, size)));
        octets += size;
        while (entries.Count > maximumEntries || octets > maximumOctets)
        {
            Remove(order.Last!);
        }
    }

    private void Remove(LinkedListNode<Entry> node)
    {
        order.Remove(node);
        entries.Remove(node.Value.Key);
        octets -= node.Value.Size;
    }

    private sealed record Entry(AnswerKey Key, object Answer, TimeSpan Ends, long Size);
}
