namespace Causeway.Ledger.Forgetting;

/// <summary>
/// What a crash leaves of that which was not synced. Each write and each name is decided on its own, by the seed, the
/// file or name and its number, so that the same operations have the same fate in every run.
/// </summary>
public sealed class Survival
{
    private readonly int seed;
    private readonly double kept;

    private Survival(int seed, double kept, bool cacheLives)
    {
        this.seed = seed;
        this.kept = kept;
        CacheLives = cacheLives;
    }

    /// <summary>
    /// The process died and the machine did not: everything is there, and what was not synced is still not durable.
    /// </summary>
    public static Survival OfProcessDeath { get; } = new(0, 1, cacheLives: true);

    internal bool CacheLives { get; }

    /// <summary>The power failed: each unsynced operation is kept by chance; by seed none, some or all.</summary>
    public static Survival OfPowerLoss(int seed) => new(seed, (seed % 5) * 0.25, cacheLives: false);

    /// <summary>One crash in four is the death of the process, the others are the loss of power.</summary>
    public static Survival Of(int seed) => seed % 4 == 0 ? OfProcessDeath : OfPowerLoss(seed / 4);

    public override string ToString() => CacheLives ? "process death" : $"power loss, seed {seed}, {kept:P0} kept";

    internal Random Chance(string name, int number)
    {
        // FNV-1a: string.GetHashCode differs from run to run.
        var hash = 2166136261u;
        foreach (var c in name)
        {
            hash = (hash ^ c) * 16777619u;
        }

        return new Random(unchecked((int)(hash ^ ((uint)seed * 2654435761u) ^ ((uint)number * 40503u))));
    }

    internal bool Keeps(Random chance) => chance.NextDouble() < kept;
}
