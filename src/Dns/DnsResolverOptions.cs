using System.Net;

namespace Causeway.Dns;

/// <summary>Where and how to ask.</summary>
public sealed record DnsResolverOptions
{
    /// <summary>The servers, asked in this order; empty: those of the operating system.</summary>
    public IReadOnlyList<IPEndPoint> Servers { get; init; } = [];

    /// <summary>How long one server may take for one question.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How often a server is asked again after a time-out.</summary>
    public int Retries { get; init; } = 1;

    public bool UsesCache { get; init; } = true;
}
