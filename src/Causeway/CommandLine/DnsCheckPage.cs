using System.Collections.Immutable;
using System.Globalization;
using Causeway.Core;
using Causeway.Core.Publishing;

namespace Causeway.CommandLine;

/// <summary>What is live against what is wanted, for people.</summary>
internal sealed record DnsCheckPage(
    string File, ImmutableArray<string> Sources, DnsComparison Compared, List<DriftJson> Drift)
{
    private const int StateWidth = 13;
    private const int LongestEqual = 80;

    /// <summary>True where all that matters is as it should be, and was seen to be.</summary>
    public bool IsGood => !Compared.Matters && !Compared.IsOpen && !Compared.IsUnanswered;

    public void WriteTo(TextWriter output)
    {
        output.WriteLine($"{File}: what {string.Join(", ", Sources)} says");
        output.WriteLine();
        foreach (var record in Compared.Records.Where(record => record.State != RecordState.Prepared))
        {
            Write(output, record);
        }

        WriteSpf(output);
        if (!Compared.Findings.IsEmpty)
        {
            output.WriteLine();
            output.WriteLine("  Besides");
            foreach (var finding in Compared.Findings)
            {
                output.WriteLine($"    {Mark(finding.Weight)} {finding.Subject}: {finding.Text}");
            }
        }

        if (Drift.Count > 0)
        {
            output.WriteLine();
            output.WriteLine($"  Changed since {Drift[0].Since:yyyy-MM-dd HH:mm} UTC");
            foreach (var drift in Drift)
            {
                output.WriteLine($"    {drift.Type} {drift.Name}");
                output.WriteLine($"      was  {Text(drift.Before)}");
                output.WriteLine($"      is   {Text(drift.Now)}");
            }
        }

        output.WriteLine();
        output.WriteLine(Verdict());
    }

    private static void Write(TextWriter output, ComparedRecord record)
    {
        var head = $"  {Words.Of(record.State),-StateWidth}{RecordTypes.Word(record.Type),-6} {record.Name}";
        var life = record.TimeToLive is { } ttl ? $"TTL {Durations.Print(ttl)}" : "";
        if (record.State == RecordState.Equal)
        {
            output.WriteLine($"{head}  {Short(Text(record.Live))}  {life}".TrimEnd());
        }
        else
        {
            output.WriteLine($"{head}  {(record.IsDifference ? Mark(record.Weight) : "")}".TrimEnd());
            output.WriteLine($"{"",2}{"",StateWidth}wanted {Text(record.Wanted)}");
            if (record.IsDifference || !record.Live.IsEmpty)
            {
                output.WriteLine($"{"",2}{"",StateWidth}live   {Text(record.Live)}"
                    + (record.TimeToLive is { } old ? $"  (the old answer lives {Durations.Print(old)} longer)" : ""));
            }
        }

        if (record.Text.Length > 0)
        {
            output.WriteLine($"{"",2}{"",StateWidth}{record.Text}");
        }
    }

    private void WriteSpf(TextWriter output)
    {
        if (Compared.Probes.IsEmpty)
        {
            return;
        }

        output.WriteLine();
        output.WriteLine("  SPF, evaluated as receivers do");
        foreach (var probe in Compared.Probes)
        {
            var who = probe.Kind switch
            {
                SpfProbeKind.Sender => "sends for",
                SpfProbeKind.Helo => "in EHLO",
                _ => "nobody's, for",
            };
            output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"    {probe.Address,-15} {who,-13} {probe.Domain}: {probe.Result}")
                + (probe.Mechanism is { } mechanism ? $" by {mechanism}" : "")
                + string.Create(CultureInfo.InvariantCulture,
                    $"  ({probe.Lookups} of 10 look-ups, {probe.VoidLookups} of 2 void)"));
        }
    }

    private string Verdict() =>
        Compared.IsUnanswered && !Compared.IsWhole
            ? $"nothing was compared: {Sources[0]} has none of these names; is it the file of another zone?"
        : Compared.IsUnanswered
            ? $"nothing was compared: no answer of {string.Join(", ", Sources)} can be used; is it a name server, and "
                + "may this machine ask it (port 53, UDP and TCP)?"
        : Compared.Matters ? "not as it should be: what is marked «matters»"
        : Compared.IsOpen ? "not known: DNS did not answer everything"
        : Compared.IsAdvising ? "good; what is marked «advised» could be better"
        : "as it should be";

    private static string Mark(RecordWeight weight) => weight == RecordWeight.Matters ? "matters" : "advised";

    // A key is longer than a screen is wide, and equal.
    private static string Short(string text) => text.Length <= LongestEqual ? text : $"{text[..LongestEqual]}...";

    private static string Text(IEnumerable<string> values) => values.DefaultIfEmpty("nothing")
        .Aggregate((all, value) => $"{all} | {value}");
}
