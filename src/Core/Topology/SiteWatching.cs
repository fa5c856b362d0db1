using System.Net;

namespace Causeway.Core.Topology;

/// <summary>Where a site may be watched by other programs; nothing is opened unless the file says so.</summary>
public sealed record SiteWatching
{
    public static SiteWatching None { get; } = new();

    /// <summary>Where health and metrics are served by HTTP.</summary>
    public IPEndPoint? Listen { get; init; }

    /// <summary>The collector to which traces are sent (OTLP by gRPC).</summary>
    public Uri? Otlp { get; init; }
}
