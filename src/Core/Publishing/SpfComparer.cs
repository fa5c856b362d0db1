using System.Collections.Immutable;

namespace Causeway.Core.Publishing;

/// <summary>
/// Judges published SPF records: by what they say of those who send, rather than by how they are written.
/// </summary>
internal static class SpfComparer
{
    public static ComparedRecord Domain(DnsPlan plan, ComparedRecord record, ImmutableArray<SpfProbe> probes)
    {
        if (record.Live.Length > 1)
        {
            return Twice(record);
        }

        var (wanted, live) = (SpfText.Terms(record.Wanted[0]), SpfText.Terms(record.Live[0]));
        if (wanted.ToHashSet().SetEquals(live))
        {
            return record;
        }

        var missing = wanted.Except(live).ToList();
        var terms = plan.Spf.FirstOrDefault(spf => spf.Domain.Value == record.Name)?.Terms ?? [];
        if (live.All(wanted.Contains)
            && missing.TrueForAll(text => terms.Any(term => term.Text == text && !term.IsNeeded)))
        {
            return record with { Text = $"as good without {string.Join(" ", missing)}: nobody sends from there" };
        }

        var refused = probes.Where(probe => probe is { Kind: SpfProbeKind.Sender, Passes: false, IsOpen: false }
            && probe.Domain == record.Name).ToList();
        var unproven = terms.Where(term => term.Sends && missing.Contains(term.Text)
            && plan.Senders.All(sender => sender.Site.Name != term.Site)).ToList();
        return record with
        {
            State = RecordState.Different,
            Weight = refused.Count > 0 || unproven.Count > 0 ? RecordWeight.Matters : RecordWeight.Advised,
            Text = string.Join("; ", new[]
            {
                missing.Count > 0 ? $"without {string.Join(" ", missing)}" : "",
                live.Except(wanted).ToList() is { Count: > 0 } more ? $"with {string.Join(" ", more)} besides" : "",
                refused.Count > 0 ? "who really sends does not pass" : "",
                refused.Count == 0 && unproven.Count == 0 && !plan.Senders.IsEmpty ? "who really sends passes" : "",
            }.Where(part => part.Length > 0)),
        };
    }

    /// <summary>The record of a host; one that is written in another way is as good if the host passes.</summary>
    public static ComparedRecord Helo(ComparedRecord record, ImmutableArray<SpfProbe> probes)
    {
        if (record.Live.Length > 1)
        {
            return Twice(record);
        }

        var own = probes.Where(probe => probe.Kind == SpfProbeKind.Helo && probe.Domain == record.Name).ToList();
        return SpfText.Terms(record.Wanted[0]).ToHashSet().SetEquals(SpfText.Terms(record.Live[0]))
            || (own.Count > 0 && own.TrueForAll(probe => probe.Passes))
            ? record
            : record with { State = RecordState.Different, Text = "the host does not pass by it" };
    }

    /// <summary>What is wrong with a published record beside the difference.</summary>
    public static IEnumerable<DnsFinding> Findings(SpfPlan plan, PublishedRecords live)
    {
        var domain = plan.Domain.Value;
        var records = live[domain, RecordType.Txt].Values.Where(SpfText.IsSpf).ToList();
        var subject = $"SPF of {domain}";
        foreach (var fault in records.SelectMany(SpfText.Faults).Distinct())
        {
            yield return new DnsFinding(subject, fault.StartsWith("+all", StringComparison.Ordinal)
                ? RecordWeight.Matters
                : RecordWeight.Advised, fault);
        }

        var probes = live.Probes.Where(probe => probe.Kind != SpfProbeKind.Helo && probe.Domain == domain).ToList();
        foreach (var probe in probes.Where(probe =>
            probe.Kind == SpfProbeKind.Sender && !probe.Passes && !probe.IsOpen))
        {
            yield return new DnsFinding(subject, RecordWeight.Matters,
                $"mail really leaves from {probe.Address}, and comes out as {probe.Result}{Because(probe)}");
        }

        // Strangers pass by +all, which is told already, or by what an included record says.
        if (probes.Find(probe => probe is { Kind: SpfProbeKind.Stranger, Passes: true }) is { } open
            && !records.SelectMany(record => SpfText.Terms(record)).Contains("all"))
        {
            yield return new DnsFinding(subject, RecordWeight.Matters,
                $"an address that nobody has passes by {open.Mechanism}: everybody can send in the domain's name");
        }

        // RFC 7208 section 4.6.4: a stranger's check walks through the whole record, and so meets every limit.
        if (probes.Find(probe => probe is { Kind: SpfProbeKind.Stranger, Result: "permerror" }) is { } broken
            && records.Count == 1)
        {
            yield return new DnsFinding(subject, RecordWeight.Matters,
                $"the record counts as broken{Because(broken)} (10 look-ups are allowed, and 2 that find nothing)");
        }
    }

    private static string Because(SpfProbe probe) =>
        probe.Result == "permerror" && probe.Reason is { } fault ? $": {Innermost(fault)}"
        : probe.Mechanism is { } mechanism ? $" by {mechanism}"
        : probe.Reason is { } reason ? $": {reason.TrimEnd('.')}" : "";

    // Of a chain of included records the last one, in which it broke.
    private static string Innermost(string reason)
    {
        var parts = reason.TrimEnd('.').Split(": ");
        return parts.Length > 3 ? string.Join(": ", parts[^2..]) : string.Join(": ", parts);
    }

    // RFC 7208 section 4.5: more than one record is a permanent error.
    private static ComparedRecord Twice(ComparedRecord record) => record with
    {
        State = RecordState.Duplicate, Text = "several SPF records count as broken, and none of them is believed",
    };
}
