using System.Collections.Immutable;
using Causeway.Queue.Facts;
using Causeway.Storage;
using Microsoft.Extensions.Logging;

namespace Causeway.Queue.Spooling;

/// <summary>
/// Counts the extents in use in each body segment, and deletes segments without any. Segments of earlier runs are kept
/// until <see cref="Retain"/> says what in them is needed. Used by the writer's thread only.
/// </summary>
internal sealed class BodySegments(IDisk disk, BodyFiles files, IEnumerable<int> existing, ILogger logger)
{
    private readonly Dictionary<int, int> uses = existing.ToDictionary(number => number, _ => 0);
    private bool isComplete;
    private int holds;

    public void Add(int number) => uses.TryAdd(number, 0);

    public void Use(Extent extent) => uses[extent.Segment]++;

    public void Release(ImmutableArray<Extent> extents)
    {
        foreach (var extent in extents)
        {
            if (uses.TryGetValue(extent.Segment, out var count))
            {
                uses[extent.Segment] = count - 1;
            }
        }
    }

    public void Retain(IReadOnlyDictionary<int, int> extentsBySegment)
    {
        foreach (var (segment, count) in extentsBySegment)
        {
            uses[segment] = uses.GetValueOrDefault(segment) + count;
        }

        isComplete = true;
    }

    /// <summary>Deletes nothing until as often ended as begun; of any thread.</summary>
    public void BeginHold() => Interlocked.Increment(ref holds);

    public void EndHold() => Interlocked.Decrement(ref holds);

    public bool HasUnused(int current) => isComplete && Volatile.Read(ref holds) == 0
        && uses.Any(entry => entry.Value <= 0 && entry.Key != current);

    /// <summary>
    /// To be called when everything written is synced: only then can no crash bring back a message whose end was
    /// already in the log when its octets went.
    /// </summary>
    public void DeleteUnused(int current)
    {
        if (!HasUnused(current))
        {
            return;
        }

        var unused = uses.Where(entry => entry.Value <= 0 && entry.Key != current).Select(entry => entry.Key).ToList();
        foreach (var number in unused)
        {
            try
            {
                files.Close(number);
                disk.Delete(SegmentNames.Of(SegmentNames.Bodies, number));
            }
            catch (IOException error)
            {
                // It takes room and nothing else; the next start tries again.
                Log.SegmentNotDeleted(logger, number, error);
            }

            uses.Remove(number);
        }
    }
}
