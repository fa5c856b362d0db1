using Causeway.Queue.Facts;
using Causeway.Queue.Spooling;
using Causeway.Storage;

namespace Causeway.Tracing;

/// <summary>
/// The traces in a site's spool, whether the site runs or not: once through the log for the ids, once more for what
/// happened to them, so that memory holds no more than the answer. What lies outside of the time that is asked for is
/// not read.
/// </summary>
public sealed class SpoolTraces(string site, IDisk spool) : ITraceSource
{
    /// <summary>How far apart the clocks of sites may be: an id tells the time of the site that made it.</summary>
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(10);

    public string Site => site;

    public async Task<IReadOnlyList<string>> FindTracesAsync(TraceQuery query, CancellationToken ct)
    {
        var finder = new TraceFinder(query);
        if (finder.IsImpossible)
        {
            return [];
        }

        if (finder.NeedsLook)
        {
            await foreach (var record in FactLog.ReadAsync(spool, query.Since, null, ct)
                .ConfigureAwait(false))
            {
                finder.Look(record.Fact);
            }

            finder.LookEnded();
        }

        var newest = new Queue<string>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var record in FactLog.ReadAsync(spool, query.Since, query.Until, ct).ConfigureAwait(false))
        {
            if (finder.Match(record.Fact) is { } id && seen.Add(id))
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

    public async Task<IReadOnlyList<MessageTrace>> ReadTracesAsync(
        IReadOnlySet<string> ids, DateTimeOffset? until, CancellationToken ct)
    {
        var projection = new TraceProjection(site, ids.Contains);
        if (ids.Count > 0)
        {
            await foreach (var record in FactLog.ReadAsync(spool, TraceIdTime.Earliest(ids) - ClockSkew, until, ct)
                .ConfigureAwait(false))
            {
                projection.Apply(record.Fact);
            }
        }

        return [.. projection.Traces];
    }
}
