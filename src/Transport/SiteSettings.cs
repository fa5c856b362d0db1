using System.Collections.Immutable;
using System.Net;

namespace Causeway.Transport;

/// <summary>
/// What differs between production and the lab, and nothing else does. <see cref="Lab"/> is refused for a site that
/// listens beyond loopback.
/// </summary>
public sealed record SiteSettings
{
    /// <summary>The port at which the MX of other domains are reached (RFC 5321 section 4.5.4.2).</summary>
    public int MxPort { get; init; } = 25;

    /// <summary>True where loopback addresses found by MX may be connected to.</summary>
    public bool LoopbackCountsAsPublic { get; init; }

    /// <summary>The resolvers to ask; empty for those of the system.</summary>
    public ImmutableArray<IPEndPoint> Resolvers { get; init; } = [];

    /// <summary>How long to wait before each further attempt; null for what the file says.</summary>
    public ImmutableArray<TimeSpan>? RetryAfter { get; init; }

    /// <summary>
    /// For what is under way when the site stops: for transactions first, then for attempts. A lab stops four sites one
    /// after another, and has 10 s for it.
    /// </summary>
    public TimeSpan StopGrace { get; init; } = TimeSpan.FromSeconds(20);

    public bool IsLab { get; init; }

    public static SiteSettings Production { get; } = new();

    public static SiteSettings Lab { get; } = new()
    {
        MxPort = 2525,
        LoopbackCountsAsPublic = true,
        Resolvers = [new IPEndPoint(IPAddress.Parse("127.0.0.53"), 2053)],
        RetryAfter = ImmutableArray.Create(
            TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(5)),
        StopGrace = TimeSpan.FromSeconds(2),
        IsLab = true,
    };
}
