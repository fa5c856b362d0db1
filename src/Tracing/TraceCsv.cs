using System.Globalization;

namespace Causeway.Tracing;

/// <summary>
/// Events as CSV (RFC 4180). What strangers wrote stands in these cells, and a spreadsheet takes a cell that begins
/// with <c>=</c>, <c>+</c>, <c>-</c>, <c>@</c>, a tab or a carriage return for a formula: such a cell gets an
/// apostrophe in front.
/// </summary>
public static class TraceCsv
{
    private const string LineEnd = "\r\n";

    /// <summary>The names of the columns, as a line.</summary>
    public static string Header { get; } =
        "time,site,event,id,messageId,from,to,subject,outcome,recipients,delayMs,sincePreviousMs,peer,tls,reply,detail,"
        + "queueId,next,count" + LineEnd;

    /// <summary>A row as a line; lists are separated by semicolons.</summary>
    public static string Line(TraceRow row) => string.Join(',', new[]
    {
        row.Time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
        row.Site, row.Event, row.Id, row.MessageId, row.From, string.Join(';', row.To), row.Subject, row.Outcome,
        string.Join(';', row.Recipients), Number(row.DelayMs), Number(row.SincePreviousMs), row.Peer, row.Tls,
        row.Reply, row.Detail, row.QueueId, row.Next, Number(row.Count),
    }.Select(Cell)) + LineEnd;

    private static string? Number(long? number) => number?.ToString(CultureInfo.InvariantCulture);

    private static string Cell(string? text)
    {
        var safe = text is ['=' or '+' or '-' or '@' or '\t' or '\r', ..] ? $"'{text}" : text ?? "";
        return safe.AsSpan().ContainsAny("\",\r\n")
            ? $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
            : safe;
    }
}
