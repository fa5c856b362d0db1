using Causeway.Core.Publishing;

namespace Causeway.Core.Proof.Properties;

/// <summary>P9: what DNS says fits the file; needs records to look at.</summary>
public sealed class DnsRecords : IProperty
{
    private const int Most = 5;

    public string Id => "P9";

    public string Title => "DNS: the records say what the arrows say";

    public PropertyResult Judge(Evidence evidence)
    {
        if (evidence.Dns is not { } dns)
        {
            return this.Says(Verdict.NotChecked, "needs the live records (--live) or a zone (--zone), and neither was "
                + "given");
        }

        if (dns.IsUnanswered)
        {
            return this.Says(Verdict.NotChecked, "none of the records was to be seen");
        }

        if (dns.Matters)
        {
            return this.Against(Verdict.Fail, Words(dns, RecordWeight.Matters), Concerned(evidence, dns));
        }

        var open = dns.Records.Count(record => record.State == RecordState.NotAnswered);
        return open > 0
                ? this.Says(Verdict.Warn, $"{Judgement.Count(open, "question")} had no answer")
            : dns.IsAdvising ? this.Says(Verdict.Warn, Words(dns, RecordWeight.Advised))
            : this.Says(Verdict.Pass, Good(dns));
    }

    private static string Words(DnsComparison dns, RecordWeight weight)
    {
        var all = dns.Says(weight).ToList();
        return string.Join("; ", all.Take(Most))
            + (all.Count > Most ? $"; and {all.Count - Most} more (dns check)" : "");
    }

    private static string Good(DnsComparison dns)
    {
        var equal = dns.Records.Count(record => record.State == RecordState.Equal);
        var elsewhere = dns.Records.Count(record => record.State == RecordState.Elsewhere);
        return $"{Judgement.Count(equal, "record")} as planned"
            + (elsewhere > 0 ? $"; {elsewhere} outside of the zone were not looked at" : "");
    }

    // Mail that goes by what is wrong: in by the MX, out by everything else.
    private static IEnumerable<Path> Concerned(Evidence evidence, DnsComparison dns)
    {
        var isInbound = dns.Records.Any(record =>
            record is { IsDifference: true, Weight: RecordWeight.Matters, Purpose: RecordPurpose.Mx });
        var paths = isInbound
            ? evidence.From(OriginClass.Internet).Where(path => path.Start.ToClass == RecipientClass.Known)
            : evidence.Paths.Where(path => path.Departures.Any());
        return paths.Any() ? paths : evidence.Paths;
    }
}
