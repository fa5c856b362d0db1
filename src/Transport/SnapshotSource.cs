using Causeway.Core.Routing;

namespace Causeway.Transport;

/// <summary>
/// The snapshot in force at a site; replacing it changes every decision from then on, and none before.
/// </summary>
public sealed class SnapshotSource(Snapshot first)
{
    private volatile Snapshot current = first;

    public Snapshot Current => current;

    public void Replace(Snapshot next) => current = next;
}
