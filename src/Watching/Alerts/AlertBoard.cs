using System.Collections.Immutable;
using Causeway.Core.Topology;

namespace Causeway.Watching.Alerts;

/// <summary>
/// Remembers which alerts stand and since when, and says what there is to tell. An alert whose cause is gone stands
/// until it was gone for a while, so that one that comes and goes is told once. Not for use by two threads at once.
/// </summary>
public sealed class AlertBoard(Func<string?, AlertPolicy> policyOf)
{
    /// <summary>
    /// What anybody can cause is limited; what is above that is not shown until room is there. One that is more severe
    /// takes the place of the least severe, newest one.
    /// </summary>
    public const int Most = 200;

    private readonly Dictionary<(string, string?, string), Standing> board = [];

    /// <summary>What stands, the most severe first, then by age.</summary>
    public ImmutableArray<Alert> Alerts =>
    [
        .. board.Values.Select(standing => standing.Alert)
            .OrderByDescending(alert => alert.Severity).ThenBy(alert => alert.Since),
    ];

    /// <summary>How many of those that were found last have no room.</summary>
    public int NotShown { get; private set; }

    /// <summary>Puts back what stood when the site stopped; it was told then.</summary>
    public void Restore(IEnumerable<Alert> alerts, DateTimeOffset toldAt)
    {
        foreach (var alert in alerts)
        {
            board[alert.Key] = new Standing(alert, toldAt, null);
        }
    }

    /// <summary>Takes what was found now; returns what there is to tell.</summary>
    public IReadOnlyList<AlertNews> Take(IReadOnlyList<Alert> found, DateTimeOffset now)
    {
        var news = new List<AlertNews>();
        var keys = found.Select(alert => alert.Key).ToHashSet();
        foreach (var alert in found)
        {
            if (board.TryGetValue(alert.Key, out var standing))
            {
                news.AddRange(Again(standing, alert, now));
            }
            else if (board.Count < Most || MakeRoom(alert, keys, now, news))
            {
                board.Add(alert.Key, new Standing(alert, now, null));
                news.Add(new AlertNews(AlertEvent.Raised, now, alert));
            }
        }

        foreach (var (key, standing) in board.Where(entry => !keys.Contains(entry.Key)).ToList())
        {
            var gone = standing.GoneSince ?? now;
            if (now - gone >= policyOf(standing.Alert.Organization).Settle)
            {
                board.Remove(key);
                news.Add(new AlertNews(AlertEvent.Cleared, now, standing.Alert));
            }
            else
            {
                board[key] = standing with { GoneSince = gone };
            }
        }

        NotShown = keys.Count(key => !board.ContainsKey(key));
        return news;
    }

    // One that gives way is not told to be over, unless its cause is gone.
    private bool MakeRoom(
        Alert alert, HashSet<(string, string?, string)> keys, DateTimeOffset now, List<AlertNews> news)
    {
        var least = board.Values.Select(standing => standing.Alert)
            .OrderBy(one => one.Severity).ThenByDescending(one => one.Since).First();
        if (least.Severity >= alert.Severity)
        {
            return false;
        }

        board.Remove(least.Key);
        if (!keys.Contains(least.Key))
        {
            news.Add(new AlertNews(AlertEvent.Cleared, now, least));
        }

        return true;
    }

    private IEnumerable<AlertNews> Again(Standing standing, Alert alert, DateTimeOffset now)
    {
        var current = alert with { Since = standing.Alert.Since };
        var isChanged = alert.Stage != standing.Alert.Stage || alert.Severity != standing.Alert.Severity;
        var isDue = now - standing.ToldAt >= policyOf(alert.Organization).Repeat;
        board[alert.Key] = new Standing(current, isChanged || isDue ? now : standing.ToldAt, null);
        if (isChanged || isDue)
        {
            yield return new AlertNews(isChanged ? AlertEvent.Changed : AlertEvent.Standing, now, current);
        }
    }

    private sealed record Standing(Alert Alert, DateTimeOffset ToldAt, DateTimeOffset? GoneSince);
}
