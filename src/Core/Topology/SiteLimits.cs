namespace Causeway.Core.Topology;

/// <summary>What a site takes at the most.</summary>
public sealed record SiteLimits
{
    public static SiteLimits Default { get; } = new();

    /// <summary>The largest message in octets; announced as SIZE (RFC 1870).</summary>
    public long MessageSize { get; init; } = 50L << 20;

    /// <summary>Recipients of one message (RFC 5321 section 4.5.3.1.8: at least 100).</summary>
    public int Recipients { get; init; } = 1000;

    /// <summary>Connections at once.</summary>
    public int Connections { get; init; } = 5000;

    /// <summary>Connections at once from one address.</summary>
    public int ConnectionsPerAddress { get; init; } = 100;
}
