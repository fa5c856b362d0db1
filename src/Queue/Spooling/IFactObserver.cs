using Causeway.Queue.Facts;

namespace Causeway.Queue.Spooling;

/// <summary>
/// Hears each fact in the order of the log: an accepted message once it is durable and before its sender reads 250,
/// every other fact once it is written. Called on the writer's thread, so it must be quick and must not wait.
/// </summary>
public interface IFactObserver
{
    void OnRecorded(Fact fact);

    /// <summary>
    /// A segment of the log begins: every fact that was heard stands before it and is synced, and no fact to come does.
    /// </summary>
    void OnSegment(int segment)
    {
    }

    /// <summary>A group of entries was written, and synced where one of them asked for it; it took so long.</summary>
    void OnGroup(TimeSpan written)
    {
    }
}
