using System.Diagnostics;

namespace Causeway.Tracing;

/// <summary>Searches the logs of several sites, and puts what they know into one timeline for each message.</summary>
public static class TraceSearch
{
    /// <summary>The most traces that are looked at for an outcome that few of them have.</summary>
    private const int MostCandidates = 100_000;

    private const int Growth = 4;

    private static readonly TimeSpan?[] Further =
        [TimeSpan.FromHours(1), TimeSpan.FromDays(1), TimeSpan.FromDays(7), null];

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

        return (await ReadAsync(sites, ids, query.Until, ct).ConfigureAwait(false), isCut);
    }

    // Most mail is at its end soon, so what came before a time is not looked for in the whole log behind it; only where
    // a message went on, one looks further and further.
    private static async Task<IReadOnlyList<MessageTrace>> ReadAsync(
        IReadOnlyList<ITraceSource> sites, HashSet<string> ids, DateTimeOffset? until, CancellationToken ct)
    {
        var names = sites.Select(site => site.Site).ToHashSet(StringComparer.Ordinal);
        foreach (var further in Further)
        {
            var parts = new List<MessageTrace>();
            foreach (var site in sites)
            {
                parts.AddRange(await site.ReadTracesAsync(ids, until + further, ct).ConfigureAwait(false));
            }

            var traces = TraceTimeline.Merge(parts);
            if (until is null || further is null || traces.All(trace => IsOver(trace, names)))
            {
                return traces;
            }
        }

        throw new UnreachableException("The last look reads to the end.");
    }

    private static bool IsOver(MessageTrace trace, HashSet<string> sites) =>
        trace.Outcome is not (TraceWords.Pending or TraceWords.Held)
        && trace.Events.Where(e => e.Event == TraceWords.Relay && e.NextKind == "site")
            .GroupBy(e => e.Next ?? "", StringComparer.Ordinal)
            .All(relays => !sites.Contains(relays.Key) || relays.Count() <= trace.Events
                .Count(e => e.Event == TraceWords.Receive && e.Site == relays.Key));
}
