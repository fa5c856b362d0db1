using System.Globalization;
using System.Text.Json;

namespace Causeway.AuthenticationBench;

/// <summary>A line of the table; a ratio above 1 means that ours is better.</summary>
internal sealed record Row(string Case, string Metric, double Ours, double? Peer, string? PeerName, double? Ratio)
{
    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web);

    /// <summary>The medians of runs; without the peer where it has none.</summary>
    public static Row Of(
        string name, string metric, IReadOnlyCollection<double> ours, IReadOnlyCollection<double> peer, string peerName)
    {
        var own = Median(ours);
        if (peer.Count == 0)
        {
            return new Row(name, metric, Math.Round(own, 1), null, null, null);
        }

        var other = Median(peer);
        return new Row(name, metric, Math.Round(own, 1), Math.Round(other, 1), peerName, Math.Round(own / other, 2));
    }

    public static string Table(IEnumerable<Row> rows) => string.Join('\n', rows.Select(row => string.Create(
        CultureInfo.InvariantCulture,
        $"{row.Case,-28} {row.Metric,-14} {row.Ours,9:F0} {row.Peer,9:F0} {row.PeerName,-13} {row.Ratio,7:F2}"))
        .Prepend($"{"case",-28} {"metric",-14} {"ours",9} {"peer",9} {"",-13} {"ratio",7}"));

    private static double Median(IReadOnlyCollection<double> values) => values.Order().ElementAt(values.Count / 2);
}
