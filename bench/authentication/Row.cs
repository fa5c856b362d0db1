using System.Globalization;
using System.Text.Json;

namespace Causeway.AuthenticationBench;

/// <summary>A line of the table; a ratio above 1 means that ours is better.</summary>
internal sealed record Row(string Case, string Metric, double Ours, double? Peer, string? PeerName, double? Ratio)
{
    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web);

    public static string Table(IEnumerable<Row> rows) => string.Join('\n', rows.Select(row => string.Create(
        CultureInfo.InvariantCulture,
        $"{row.Case,-28} {row.Metric,-18} {row.Ours,9:F0} {row.Peer,9:F0} {row.PeerName,-9} {row.Ratio,7:F2}"))
        .Prepend($"{"case",-28} {"metric",-18} {"ours",9} {"peer",9} {"",-9} {"ratio",7}"));
}
