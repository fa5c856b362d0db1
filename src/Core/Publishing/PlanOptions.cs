using System.Collections.Immutable;
using Causeway.Core.Addresses;

namespace Causeway.Core.Publishing;

/// <summary>What a plan of DNS takes from elsewhere than the topology.</summary>
public sealed record PlanOptions
{
    public static PlanOptions Default { get; } = new();

    /// <summary>True for SPF of those who really send alone; else filter, cloud and office, as documented.</summary>
    public bool Minimal { get; init; }

    public DmarcStage Dmarc { get; init; } = DmarcStage.None;

    /// <summary>Who reads reports about DMARC and TLS; null for nobody.</summary>
    public EmailAddress? Reports { get; init; }

    public ImmutableArray<DkimKeyRecord> Keys { get; init; } = [];

    public ImmutableArray<OwnershipRecord> Ownership { get; init; } = [];

    /// <summary>The SHA-256 of the public key that a mail host shows, in hexadecimal, by its name (RFC 6698).</summary>
    public ImmutableDictionary<string, string> HostKeys { get; init; } = ImmutableDictionary<string, string>.Empty;
}
