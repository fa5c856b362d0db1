using System.Globalization;
using System.Text.Json;

namespace Causeway.StartBench;

/// <summary>A line of the table, of medians; a ratio above 1 means that ours is better.</summary>
internal sealed record Row(string Case, string Metric, double Ours, double Peer, string PeerName, double Ratio)
{
    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web);

    public static Row Of(
        string name, string metric, IEnumerable<Started> ours, IEnumerable<Started> peer, Func<Started, double> value)
    {
        var (own, other) = (Median(ours.Select(value)), Median(peer.Select(value)));
        return new Row(name, metric, Math.Round(own, 2), Math.Round(other, 2), "Postfix", Math.Round(other / own, 3));
    }

    public static string Table(IEnumerable<Row> rows) => string.Join('\n', rows.Select(row => string.Create(
        CultureInfo.InvariantCulture,
        $"{row.Case,-18} {row.Metric,-18} {row.Ours,9:F2} {row.Peer,9:F2} {row.Ratio,7:F3}"))
        .Prepend($"{"case",-18} {"metric",-18} {"ours",9} {"Postfix",9} {"ratio",7}"));

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted.Count == 0 ? 0 : sorted[sorted.Count / 2];
    }
}
