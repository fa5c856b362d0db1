using System.Net;

namespace Causeway.Dns;

/// <summary>Where and how to ask.</summary>
public sealed record DnsResolverOptions
{
    /// <summary>The servers, asked in this order; empty: those of the operating system.</summary>
    public IReadOnlyList<IPEndPoint> Servers { get; init; } = [];

    /// <summary>How long one server may take for one question, by UDP and TCP together.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How often a server is asked again that did not answer.</summary>
    public int Retries { get; init; } = 1;

    /// <summary>
    /// How long a question may take with all servers, all CNAMEs and waiting for others. RFC 7208 section 4.6.4 gives a
    /// whole evaluation of SPF 20 seconds at least.
    /// </summary>
    public TimeSpan TotalTimeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How many questions are asked at once; others wait.</summary>
    public int Concurrency { get; init; } = 256;
}
