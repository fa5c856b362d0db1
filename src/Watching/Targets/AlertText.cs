using Causeway.Watching.Alerts;

namespace Causeway.Watching.Targets;

/// <summary>News of alerts for people.</summary>
public static class AlertText
{
    /// <summary>One line: <c>[cloud] neighbour-down raised: office</c>.</summary>
    public static string Subject(IReadOnlyList<AlertNews> news)
    {
        var first = news[0];
        var more = news.Count > 1 ? $" and {news.Count - 1} more" : "";
        return $"[{first.Alert.Site}] {first.Alert.Id} {Word(first.Event)}: {first.Alert.Subject}{more}";
    }

    /// <summary>What was found, where, since when and what to do, a paragraph for each.</summary>
    public static IReadOnlyList<string> Lines(IReadOnlyList<AlertNews> news) =>
        [.. news.SelectMany(one => Lines(one).Append(""))];

    private static IEnumerable<string> Lines(AlertNews news)
    {
        var alert = news.Alert;
        yield return $"{alert.Id} {Word(news.Event)} at {Judge.Time(news.At)} "
            + $"({alert.Severity.ToString().ToLowerInvariant()}{(alert.Stage is null ? "" : $", {alert.Stage}")})";
        yield return "";
        yield return $"found   {alert.Found}";
        yield return $"where   {alert.Where}";
        yield return $"since   {Judge.Time(alert.Since)}";
        if (news.Event != AlertEvent.Cleared)
        {
            yield return $"do      {alert.Do}";
        }
    }

    private static string Word(AlertEvent what) => what switch
    {
        AlertEvent.Raised => "raised",
        AlertEvent.Changed => "changed",
        AlertEvent.Standing => "still stands",
        AlertEvent.Cleared => "cleared",
        _ => "test",
    };
}
