using System.Globalization;
using System.Text.Json;

namespace Causeway.DirectoryBench;

/// <summary>
/// A line of the table; a ratio above 1 means that ours is better, none that the peer has no such thing.
/// </summary>
internal sealed record Row(string Case, string Metric, double Ours, double? Peer, string? PeerName, double? Ratio)
{
    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web);

    public static Row Of(string name, string metric, Measured ours, Measured? peer, Func<Measured, double> value)
    {
        var (own, other) = (value(ours), peer is null ? (double?)null : value(peer));
        return new Row(
            name, metric, Math.Round(own, 4), other is { } found ? Math.Round(found, 4) : null,
            peer is null ? null : "Postfix", other is { } theirs ? Math.Round(theirs / own, 3) : null);
    }

    public static string Table(IEnumerable<Row> rows) => string.Join('\n', rows.Select(row => string.Create(
        CultureInfo.InvariantCulture,
        $"{row.Case,-18} {row.Metric,-38} {row.Ours,9:F3} {row.Peer,9:F3} {row.Ratio,7:F3}"))
        .Prepend($"{"case",-18} {"metric",-38} {"ours",9} {"Postfix",9} {"ratio",7}"));
}
