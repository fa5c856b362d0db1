using System.Net;
using Causeway.Core.Proof;
using Causeway.Core.Topology;
using Causeway.Smtp.Client;

namespace Causeway.CommandLine;

/// <summary>A site as it was reached from here.</summary>
internal sealed record LiveSite(SiteName Site, string Host)
{
    // A leaf of ours lives 90 days and is replaced at 60.
    private static readonly TimeSpan Soon = TimeSpan.FromDays(21);

    public IPEndPoint? Address { get; init; }

    public string? Banner { get; init; }

    public string? Tls { get; init; }

    public PeerCertificate? Certificate { get; init; }

    public DoorTry? Door { get; init; }

    /// <summary>Why nothing more is known; null where it was reached.</summary>
    public string? Unreachable { get; init; }

    /// <summary>What should be looked at, a sentence each.</summary>
    public IEnumerable<string> Findings(DateTimeOffset now)
    {
        if (Unreachable is not null)
        {
            yield break;
        }

        if (Certificate is null)
        {
            yield return "it offers no TLS";
        }
        else if (Certificate.NotAfter < now)
        {
            yield return $"its certificate ended on {Certificate.NotAfter:yyyy-MM-dd}";
        }
        else if (Certificate.NotAfter - now < Soon)
        {
            yield return $"its certificate ends on {Certificate.NotAfter:yyyy-MM-dd}";
        }

        if (Door is { IsAsItShould: false } door)
        {
            yield return door.IsFirst ? "it refuses mail from the Internet" : "it takes mail past the first site";
        }
    }
}
