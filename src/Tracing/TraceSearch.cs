using Causeway.Queue.Spooling;
using Causeway.Storage;

namespace Causeway.Tracing;

/// <summary>
/// Finds traces in the logs of sites, whether they run or not: once through the logs for the ids, once more for what
/// happened to them, so that memory holds no more than the answer.
/// </summary>
public static class TraceSearch
{
    /// <summary>Searches the spools of several sites, by the names of the sites, into one timeline.</summary>
    public static async ValueTask<IReadOnlyList<MessageTrace>> RunAsync(
        IReadOnlyDictionary<string, IDisk> spools, TraceQuery query, CancellationToken ct)
    {
        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var spool in spools.Values)
        {
            ids.UnionWith(await FindIdsAsync(spool, query, ct).ConfigureAwait(false));
        }

        var traces = new List<MessageTrace>();
        foreach (var (site, spool) in spools)
        {
            traces.AddRange(await ReadAsync(site, spool, ids, ct).ConfigureAwait(false));
        }

        var merged = TraceTimeline.Merge(traces);
        return [.. merged.Skip(Math.Max(0, merged.Count - query.Limit))];
    }

    /// <summary>The ids of the newest traces in one site's spool that match, the oldest first.</summary>
    public static async ValueTask<IReadOnlyList<string>> FindIdsAsync(
        IDisk spool, TraceQuery query, CancellationToken ct)
    {
        var newest = new Queue<string>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var record in FactLog.ReadAsync(spool, default, ct).ConfigureAwait(false))
        {
            if (query.Match(record.Fact) is { } id && seen.Add(id))
            {
                newest.Enqueue(id);
                if (newest.Count > query.Limit)
                {
                    seen.Remove(newest.Dequeue());
                }
            }
        }

        return [.. newest];
    }

    /// <summary>What one site's spool says about these traces.</summary>
    public static async ValueTask<IReadOnlyList<MessageTrace>> ReadAsync(
        string site, IDisk spool, IReadOnlySet<string> ids, CancellationToken ct)
    {
        var projection = new TraceProjection(site, ids.Contains);
        await foreach (var record in FactLog.ReadAsync(spool, default, ct).ConfigureAwait(false))
        {
            projection.Apply(record.Fact);
        }

        return [.. projection.Traces];
    }
}
