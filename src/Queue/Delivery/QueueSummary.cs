using Causeway.Queue.Facts;

namespace Causeway.Queue.Delivery;

/// <summary>How much of an organization's mail is in the queue, and since when.</summary>
public sealed class QueueSummary
{
    private readonly Dictionary<string, int> bySite = new(StringComparer.Ordinal);

    public int Waiting { get; private set; }

    public int Held { get; private set; }

    public DateTimeOffset? OldestWaiting { get; private set; }

    public DateTimeOffset? OldestHeld { get; private set; }

    /// <summary>The copies that wait for each of the organization's sites.</summary>
    public IReadOnlyDictionary<string, int> BySite => bySite;

    /// <summary>One summary for each organization of which something is there.</summary>
    public static IReadOnlyDictionary<string, QueueSummary> Of(
        IEnumerable<PendingCopy> copies, Func<Accepted, bool> isCounted)
    {
        var summaries = new Dictionary<string, QueueSummary>(StringComparer.Ordinal);
        foreach (var copy in copies)
        {
            if (!isCounted(copy.Message))
            {
                continue;
            }

            if (!summaries.TryGetValue(copy.Message.Organization, out var summary))
            {
                summaries.Add(copy.Message.Organization, summary = new QueueSummary());
            }

            summary.Add(copy);
        }

        return summaries;
    }

    private void Add(PendingCopy copy)
    {
        if (!copy.Remaining.IsEmpty)
        {
            Waiting++;
            OldestWaiting = Earlier(OldestWaiting, copy.Since);
            if (copy.Copy.Kind == DestinationKind.Site)
            {
                bySite[copy.Copy.Next] = bySite.GetValueOrDefault(copy.Copy.Next) + 1;
            }
        }

        if (!copy.Held.IsEmpty)
        {
            Held++;
            OldestHeld = Earlier(OldestHeld, copy.Message.At);
        }
    }

    private static DateTimeOffset Earlier(DateTimeOffset? known, DateTimeOffset at) =>
        known is { } before && before < at ? before : at;
}
