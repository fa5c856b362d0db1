using Causeway.Core.Topology;

namespace Causeway.Directories;

internal sealed record BatchJson(string Organization, string Position, bool Whole, ChangeJson[] Changes)
{
    public DomainJson[]? Domains { get; init; }

    public bool DomainsOnly { get; init; }
}

/// <summary>A domain and its proof; without a source it has none any more.</summary>
internal sealed record DomainJson(string Domain)
{
    public ProofSource? By { get; init; }

    public DateTimeOffset? Since { get; init; }

    public DateTimeOffset? LastSeen { get; init; }

    public DateTimeOffset? MissingSince { get; init; }
}

internal sealed record ChangeJson(string Address, RecordJson? Record, string? FileRow, string? Keys);

internal sealed record RecordJson
{
    public RecipientKind Kind { get; init; }

    public string? Site { get; init; }

    public long Version { get; init; }

    public string[]? Proxies { get; init; }

    public string[]? Members { get; init; }

    public string? Target { get; init; }

    public string[]? Forward { get; init; }

    public bool ForwardsOnly { get; init; }

    public bool InsideOnly { get; init; }

    public string[]? AcceptFrom { get; init; }

    public string[]? SendAs { get; init; }

    public long? Quota { get; init; }

    public AutomaticReply? Reply { get; init; }
}
