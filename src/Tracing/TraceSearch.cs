namespace Causeway.Tracing;

/// <summary>Searches the logs of several sites, and puts what they know into one timeline for each message.</summary>
public static class TraceSearch
{
    /// <summary>The most traces that are looked at for an outcome that few of them have.</summary>
    private const int MostCandidates = 100_000;

    private const int Growth = 4;

    /// <summary>
    /// The newest traces that match. The outcome shows only when the sites are put together, so more is asked for
    /// until enough of what was found has it.
    /// </summary>
    public static async Task<TraceAnswer> RunAsync(
        IReadOnlyList<ITraceSource> sites, TraceQuery query, CancellationToken ct)
    {
        for (var wide = query; ; wide = wide with { Limit = Math.Min(MostCandidates, wide.Limit * Growth) })
        {
            var (traces, isCut) = await AskAsync(sites, wide, ct).ConfigureAwait(false);
            var matching = query.Status is null
                ? traces
                : [.. traces.Where(trace => trace.Outcome == query.Status)];
            if (matching.Count >= query.Limit || !isCut || wide.Limit >= MostCandidates)
            {
                return new TraceAnswer(
                    [.. matching.Skip(matching.Count - query.Limit)], isCut || matching.Count > query.Limit);
            }
        }
    }

    private static async Task<(IReadOnlyList<MessageTrace> Traces, bool IsCut)> AskAsync(
        IReadOnlyList<ITraceSource> sites, TraceQuery query, CancellationToken ct)
    {
        var ids = new HashSet<string>(StringComparer.Ordinal);
        var isCut = false;
        var oneMore = query with { Limit = query.Limit + 1 };
        foreach (var site in sites)
        {
            var found = await site.FindTracesAsync(oneMore, ct).ConfigureAwait(false);
            isCut |= found.Count > query.Limit;
            ids.UnionWith(found.Skip(found.Count - query.Limit));
        }

        var parts = new List<MessageTrace>();
        foreach (var site in sites)
        {
            parts.AddRange(await site.ReadTracesAsync(ids, ct).ConfigureAwait(false));
        }

        return (TraceTimeline.Merge(parts), isCut);
    }
}
