using System.Collections.Immutable;

namespace Causeway.Rendering;

/// <summary>
/// What to configure at a site; or why that cannot be said: what the platform lacks, with what to write into the
/// topology file instead.
/// </summary>
public sealed record RenderResult(ImmutableArray<RenderedFile> Files, ImmutableArray<string> Obstacles)
{
    public bool IsComplete => Obstacles.IsEmpty;

    internal static RenderResult Refused(string obstacle) => new([], [obstacle]);
}
