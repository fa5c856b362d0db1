namespace Causeway.Tracing;

/// <summary>The log of one site as a search asks it: over the site's API, or in its files.</summary>
public interface ITraceSource
{
    string Site { get; }

    /// <summary>The ids of the newest traces that may match, at most the query's limit, oldest first.</summary>
    Task<IReadOnlyList<string>> FindTracesAsync(TraceQuery query, CancellationToken ct);

    /// <summary>
    /// What this site knows of these traces; what happened from <paramref name="until"/> on may be left out.
    /// </summary>
    Task<IReadOnlyList<MessageTrace>> ReadTracesAsync(
        IReadOnlySet<string> ids, DateTimeOffset? until, CancellationToken ct);
}
