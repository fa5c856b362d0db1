using System.Collections.Immutable;

namespace Causeway.Rendering;

/// <summary>Collects what a platform cannot do, each thing once, so that a person learns of all in one run.</summary>
internal sealed class Obstacles
{
    private readonly List<string> found = [];

    public ImmutableArray<string> All => [.. found];

    public void Add(string obstacle)
    {
        if (!found.Contains(obstacle))
        {
            found.Add(obstacle);
        }
    }
}
