using System.Globalization;

namespace Causeway.RelayBench;

/// <summary>So many sessions, kept open or with one message each.</summary>
internal sealed record BenchCase(int Sessions, bool IsKept)
{
    public string Name => $"relay/{Sessions}/{(IsKept ? "kept" : "single")}";
}

/// <summary>One run of one side.</summary>
internal sealed record Measurement(
    double Rate, double P50, double P99, double Megabytes, double ProcessorMicroseconds, int Refusals,
    int Duplicates)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{Rate:F0} messages/s, p50 {P50:F1} ms, p99 {P99:F1} ms, {Megabytes:F0} MB, "
        + $"{ProcessorMicroseconds:F0} us of processor a message, {Refusals} refusals, {Duplicates} duplicates");
}

/// <summary>What `--json` prints of a line; a ratio above 1 means that ours is better.</summary>
internal sealed record RowFields(
    string Case, string Metric, double Ours, double Peer, string PeerName, double Ratio);

/// <summary>A line of the table: medians, and the least and the most of the runs.</summary>
internal sealed record Row(RowFields Fields, (double Least, double Most) Ours, (double Least, double Most) Peer)
{
    private const string PeerName = "Postfix";

    public static IEnumerable<Row> Of(BenchCase load, List<Measurement> ours, List<Measurement> peer)
    {
        yield return Of(load, "messages/s", ours, peer, run => run.Rate, isMoreBetter: true);
        if (load.IsKept)
        {
            yield return Of(load, "p99 ms", ours, peer, run => run.P99, isMoreBetter: false);
        }

        if (load is { IsKept: true, Sessions: 100 })
        {
            yield return Of(load, "resident MB", ours, peer, run => run.Megabytes, isMoreBetter: false);
        }
    }

    public static string Table(IEnumerable<Row> rows) => string.Join('\n', rows.Select(row => string.Create(
        CultureInfo.InvariantCulture,
        $"{row.Fields.Case,-18} {row.Fields.Metric,-12} {row.Fields.Ours,9:F1} {Spread(row.Ours),-17} "
        + $"{row.Fields.Peer,9:F1} {Spread(row.Peer),-17} {row.Fields.Ratio,7:F2}")).Prepend(
        $"{"case",-18} {"metric",-12} {"ours",9} {"(least-most)",-17} {PeerName,9} {"(least-most)",-17} {"ratio",7}"));

    private static Row Of(
        BenchCase load, string metric, List<Measurement> ours, List<Measurement> peer,
        Func<Measurement, double> value, bool isMoreBetter)
    {
        var (own, other) = (Median(ours.Select(value)), Median(peer.Select(value)));
        var ratio = isMoreBetter ? own / other : other / own;
        return new Row(
            new RowFields(
                load.Name, metric, Math.Round(own, 2), Math.Round(other, 2), PeerName, Math.Round(ratio, 2)),
            (ours.Min(value), ours.Max(value)), (peer.Min(value), peer.Max(value)));
    }

    private static string Spread((double Least, double Most) of) => string.Create(
        CultureInfo.InvariantCulture, $"({of.Least:F0}-{of.Most:F0})");

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted[sorted.Count / 2];
    }
}
