using System.Globalization;
using Causeway.Core;
using Causeway.Core.Publishing;

namespace Causeway.CommandLine;

/// <summary>A plan of DNS for people, and as a zone file (RFC 1035 section 5).</summary>
internal sealed record DnsPlanPage(string File, string Organization, string Form, DnsPlan Plan)
{
    private const string Indent = "           ";

    public void WriteTable(TextWriter output)
    {
        output.WriteLine($"{File}: what DNS must say for {Organization} (SPF: {Form} form)");
        foreach (var name in Plan.Records.Where(IsNow).GroupBy(record => record.Name))
        {
            output.WriteLine();
            output.WriteLine($"  {name.Key}");
            foreach (var record in name)
            {
                Write(output, record);
            }
        }

        var prepared = Plan.Records.Where(record => !IsNow(record)).ToList();
        if (prepared.Count > 0)
        {
            output.WriteLine();
            output.WriteLine("Prepared: to be published when what is said below each is done");
            foreach (var record in prepared)
            {
                output.WriteLine($"  {record.Name}");
                output.WriteLine($"    {RecordTypes.Word(record.Type),-6} {record.Value}");
                output.WriteLine($"{Indent}{record.Why}");
                output.WriteLine($"{Indent}before: {record.Before}");
            }
        }

        WritePolicy(output, "");
        foreach (var note in Plan.Notes)
        {
            output.WriteLine($"note: {note}");
        }
    }

    public void WriteZone(TextWriter output)
    {
        output.WriteLine($"; {Organization}: what DNS must say, from {File} (SPF: {Form} form).");
        output.WriteLine("; Names are whole, so that lines fit into any zone; each belongs into the zone of its name.");
        foreach (var record in Plan.Records)
        {
            output.WriteLine();
            output.WriteLine($"; {record.Why}");
            if (record.Before is { } before)
            {
                output.WriteLine($"; before: {before}");
            }

            var comment = IsNow(record) ? "" : "; ";
            output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{comment}{record.Name}. {record.TimeToLive.TotalSeconds:0} IN {RecordTypes.Word(record.Type)} ")
                + Value(record));
        }

        WritePolicy(output, "; ");
        foreach (var note in Plan.Notes)
        {
            output.WriteLine($"; note: {note}");
        }
    }

    private static bool IsNow(WantedRecord record) => record.Weight != RecordWeight.Prepared;

    private void Write(TextWriter output, WantedRecord record)
    {
        output.WriteLine($"    {RecordTypes.Word(record.Type),-6} {record.Value}");
        output.WriteLine($"{Indent}{record.Why} (TTL {Durations.Print(record.TimeToLive)})");
        if (record.Purpose != RecordPurpose.Spf
            || Plan.Spf.FirstOrDefault(one => one.Domain.Value == record.Name) is not { } spf)
        {
            return;
        }

        foreach (var term in spf.Terms)
        {
            var verb = term.Site is null ? "" : term.Sends ? "sends: " : "does not send: ";
            output.WriteLine($"{Indent}  {term.Text}");
            output.WriteLine($"{Indent}      {verb}{term.Why}");
            if (term.Others is { } others)
            {
                output.WriteLine($"{Indent}      who else passes by it: {others}");
            }
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{Indent}  {spf.Text.Length} characters; {spf.Lookups} of 10 look-ups by the record itself"));
    }

    private void WritePolicy(TextWriter output, string comment)
    {
        if (Plan.MtaSts is null || Plan.Records.All(record => record.Purpose != RecordPurpose.MtaSts))
        {
            return;
        }

        output.WriteLine();
        output.WriteLine($"{comment}The MTA-STS policy, https://mta-sts.DOMAIN/.well-known/mta-sts.txt:");
        foreach (var line in Plan.MtaSts.Split("\r\n", StringSplitOptions.RemoveEmptyEntries))
        {
            output.WriteLine($"{comment}  {line}");
        }
    }

    private static string Value(WantedRecord record) => record.Type switch
    {
        RecordType.Txt => string.Join(' ', record.Value.Chunk(SpfText.LongestString).Select(Quote)),
        RecordType.Mx or RecordType.Cname or RecordType.Reverse => $"{record.Value}.",
        _ => record.Value,
    };

    private static string Quote(char[] text) => $"\"{new string(text)
        .Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
