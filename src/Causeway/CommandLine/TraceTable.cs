using System.Globalization;
using Causeway.Tracing;

namespace Causeway.CommandLine;

/// <summary>
/// Traces for people: a line for each event with the time since acceptance at the site, below it the peer with its TLS,
/// and the reply.
/// </summary>
internal static class TraceTable
{
    private const int DetailColumn = 49;

    public static void Print(MessageTrace trace)
    {
        Console.WriteLine($"{trace.Id}  {trace.MessageId ?? "(no Message-ID)"}"
            + $"{(trace.Subject is null ? "" : $"  \"{trace.Subject}\"")}");
        Console.WriteLine($"  {Way(trace.From, trace.To)}: {trace.Outcome}{Total(trace)}");
        foreach (var one in trace.Events)
        {
            PrintEvent(one);
        }

        Console.WriteLine();
    }

    /// <summary>
    /// An event as it happens, with the message that it belongs to where that is another than before.
    /// </summary>
    public static void Print(TraceRow row, bool withMessage)
    {
        if (withMessage)
        {
            Console.WriteLine($"{row.Id}  {row.MessageId ?? "(no Message-ID)"}  {Way(row.From, row.To)}");
        }

        PrintEvent(new TraceEvent(row.Time, row.Site, row.Event, row.Detail, row.Peer, row.Tls, row.Reply)
        {
            Recipients = row.Recipients, DelayMs = row.DelayMs, Count = row.Count,
        });
    }

    /// <summary>«3 ms», «1.2 s», «4m10s», «1d2h».</summary>
    internal static string Delay(long milliseconds)
    {
        var time = TimeSpan.FromMilliseconds(milliseconds);
        return milliseconds < 1000 ? $"{milliseconds} ms"
            : milliseconds < 60_000 ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.0} s")
            : time.TotalHours < 1 ? $"{time.Minutes}m{time.Seconds:00}s"
            : time.TotalDays < 1 ? $"{time.Hours}h{time.Minutes:00}m"
            : $"{time.Days}d{time.Hours:00}h";
    }

    private static void PrintEvent(TraceEvent one)
    {
        var time = one.Time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        var delay = one.DelayMs is { } milliseconds ? $"+{Delay(milliseconds)}" : "";
        Console.WriteLine(
            $"  {time}  {one.Site,-12} {one.Event,-8} {delay,-8} {string.Join(", ", one.Recipients)}".TrimEnd());
        var peer = one.Peer is null ? null
            : one.Count is null ? $"peer {one.Peer}, {one.Tls ?? "no TLS"}"
            : $"peer {one.Peer}";
        foreach (var detail in new[] { one.Detail, peer, one.Reply })
        {
            if (!string.IsNullOrEmpty(detail))
            {
                Console.WriteLine($"{"",DetailColumn}{detail}");
            }
        }
    }

    private static string Way(string? from, IReadOnlyCollection<string> to) => from is null && to.Count == 0
        ? "refusals of one second"
        : $"{(string.IsNullOrEmpty(from) ? "<>" : from)} -> {string.Join(", ", to)}";

    private static string Total(MessageTrace trace) => trace.Events.Length > 1
        ? $", {Delay((long)(trace.Events[^1].Time - trace.Events[0].Time).TotalMilliseconds)} from first to last"
        : "";
}
