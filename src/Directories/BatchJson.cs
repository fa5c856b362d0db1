using Causeway.Core.Topology;

namespace Causeway.Directories;

internal sealed record BatchJson(string Organization, string Position, bool Whole, ChangeJson[] Changes);

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
