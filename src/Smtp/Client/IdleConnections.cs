namespace Causeway.Smtp.Client;

/// <summary>The connections that wait for a next message, oldest first in each list.</summary>
internal sealed class IdleConnections(ConnectionPoolOptions options, TimeProvider clock)
{
    private readonly Lock access = new();
    private readonly Dictionary<PoolKey, List<(SmtpConnection Connection, long Since)>> lists = [];
    private bool isClosed;

    public int Count { get; private set; }

    /// <summary>The connection used last, if it is young and alive; others that are found dead are closed.</summary>
    public async ValueTask<SmtpConnection?> TakeAsync(PoolKey key)
    {
        while (TakeLast(key) is { } last)
        {
            if (!IsAged(last.Since) && last.Connection.IsAlive)
            {
                return last.Connection;
            }

            await last.Connection.DisposeAsync().ConfigureAwait(false);
        }

        return null;
    }

    /// <summary>False where there is no room; the connection stays the caller's.</summary>
    public bool TryAdd(PoolKey key, SmtpConnection connection)
    {
        lock (access)
        {
            var list = lists.GetValueOrDefault(key) ?? [];
            if (isClosed || Count >= options.MaximumIdle || list.Count >= options.MaximumIdlePerDestination)
            {
                return false;
            }

            list.Add((connection, clock.GetTimestamp()));
            lists[key] = list;
            Count++;
            return true;
        }
    }

    public Task CloseAgedAsync() => CloseAsync(IsAged);

    /// <summary>Closes all, and takes no more.</summary>
    public Task CloseAsync()
    {
        lock (access)
        {
            isClosed = true;
        }

        return CloseAsync(_ => true);
    }

    private bool IsAged(long since) => clock.GetElapsedTime(since) >= options.MaximumIdleAge;

    private (SmtpConnection Connection, long Since)? TakeLast(PoolKey key)
    {
        lock (access)
        {
            if (!lists.TryGetValue(key, out var list))
            {
                return null;
            }

            var last = list[^1];
            list.RemoveAt(list.Count - 1);
            Count--;
            if (list.Count == 0)
            {
                lists.Remove(key);
            }

            return last;
        }
    }

    private Task CloseAsync(Predicate<long> mustClose)
    {
        var closing = new List<SmtpConnection>();
        lock (access)
        {
            foreach (var (key, list) in lists.ToArray())
            {
                closing.AddRange(list.Where(entry => mustClose(entry.Since)).Select(entry => entry.Connection));
                Count -= list.RemoveAll(entry => mustClose(entry.Since));
                if (list.Count == 0)
                {
                    lists.Remove(key);
                }
            }
        }

        return Task.WhenAll(closing.Select(connection => connection.DisposeAsync().AsTask()));
    }
}
