using System.Collections.Immutable;

namespace Causeway.Rendering.Import;

/// <summary>
/// Where a site differs from the file. <see cref="Obstacles"/>: why nothing could be compared; <see cref="Notes"/>:
/// what was not compared, and why.
/// </summary>
public sealed record ImportResult(
    ImmutableArray<Difference> Differences, ImmutableArray<string> Notes, ImmutableArray<string> Obstacles)
{
    internal static ImportResult Refused(params ImmutableArray<string> obstacles) => new([], [], obstacles);
}
