using Causeway.Queue.Spooling;
using Causeway.Storage;

namespace Causeway.Tracing;

/// <summary>
/// The traces in a site's spool, whether the site runs or not: once through the log for the ids, once more for what
/// happened to them, so that memory holds no more than the answer.
/// </summary>
public sealed class SpoolTraces(string site, IDisk spool) : ITraceSource
{
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
            await foreach (var record in FactLog.ReadAsync(spool, default, ct).ConfigureAwait(false))
            {
                finder.Look(record.Fact);
            }

            finder.LookEnded();
        }

        var newest = new Queue<string>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var record in FactLog.ReadAsync(spool, default, ct).ConfigureAwait(false))
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

    public async Task<IReadOnlyList<MessageTrace>> ReadTracesAsync(IReadOnlySet<string> ids, CancellationToken ct)
    {
        var projection = new TraceProjection(site, ids.Contains);
        if (ids.Count > 0)
        {
            await foreach (var record in FactLog.ReadAsync(spool, default, ct).ConfigureAwait(false))
            {
                projection.Apply(record.Fact);
            }
        }

        return [.. projection.Traces];
    }
}
