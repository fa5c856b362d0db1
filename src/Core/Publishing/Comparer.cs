using System.Collections.Immutable;
using System.Net;

namespace Causeway.Core.Publishing;

/// <summary>Holds what is live against a plan, record by record. Pure: who asked DNS hands in the answers.</summary>
public static class Comparer
{
    private static readonly ImmutableArray<RecordType> AddressTypes = [RecordType.A, RecordType.Aaaa];

    /// <summary>
    /// Compares with what the first source says that answers at all; where others say something else, or nothing, that
    /// is a finding.
    /// </summary>
    public static DnsComparison Compare(DnsPlan plan, ImmutableArray<PublishedRecords> sources)
    {
        var live = sources.FirstOrDefault(source => !IsSilent(source)) ?? sources[0];
        var others = sources.Where(source => !ReferenceEquals(source, live)).ToList();
        var groups = plan.Records.GroupBy(record => (record.Name, record.Type, record.Purpose));
        return new DnsComparison(
            [.. groups.Select(group => Compare(plan, [.. group], live))],
            [.. MailHosts(plan, live), .. SpfFindings(plan, live), .. Disagreements(live, others)], live.Probes)
        {
            IsWhole = live.IsWhole,
        };
    }

    private static ComparedRecord Compare(DnsPlan plan, ImmutableArray<WantedRecord> wanted, PublishedRecords live)
    {
        var first = wanted[0];
        var answer = live[first.AskedName, first.Type];
        var found = answer.Values.Where(value => Belongs(first, value)).ToImmutableArray();
        var compared = new ComparedRecord(
            first.Name, first.Type, first.Purpose, RecordState.Equal, first.Weight,
            [.. wanted.Select(record => record.Value)], found,
            answer.Status == FoundStatus.Found && !found.IsEmpty ? answer.TimeToLive : null, "");
        return first.Weight == RecordWeight.Prepared
                ? compared with { State = RecordState.Prepared, Text = first.Before ?? "" }
            : answer.Status == FoundStatus.NotAnswered
                ? compared with { State = RecordState.NotAnswered, Text = "DNS did not answer" }
            : answer.Status == FoundStatus.Elsewhere
                ? compared with { State = RecordState.Elsewhere, Text = $"not in {live.Source}" }
            : found.IsEmpty
                ? compared with { State = RecordState.Missing, Text = first.Why }
            : Judge(plan, compared, live);
    }

    private static ComparedRecord Judge(DnsPlan plan, ComparedRecord record, PublishedRecords live) =>
        record.Purpose switch
        {
            RecordPurpose.Mx => Mx(record),
            RecordPurpose.Spf => SpfComparer.Domain(plan, record, live.Probes),
            RecordPurpose.HeloSpf => SpfComparer.Helo(record, live.Probes),
            RecordPurpose.Dmarc => Dmarc(record),
            RecordPurpose.ReverseName => Reverse(record, live),
            RecordPurpose.Dkim when record.Type == RecordType.Txt => Key(record),
            RecordPurpose.Dkim => Alike(record, weight: RecordWeight.Advised,
                "another target than for older tenants; compare it with the portal"),
            RecordPurpose.Address => record.Wanted.All(record.Live.Contains)
                ? record
                : record with { State = RecordState.Different, Text = "the host leads to another address" },
            _ => Alike(record, record.Weight, "another value"),
        };

    // Of the TXT records of a name, those that are meant.
    private static bool Belongs(WantedRecord wanted, string value) => wanted.Purpose switch
    {
        RecordPurpose.Spf or RecordPurpose.HeloSpf => SpfText.IsSpf(value),
        RecordPurpose.Dmarc or RecordPurpose.ReportsWelcome => DmarcText.IsDmarc(value),
        RecordPurpose.Ownership => value.Split('=')[0] == wanted.Value.Split('=')[0],
        _ => true,
    };

    private static ComparedRecord Alike(ComparedRecord record, RecordWeight weight, string text) =>
        record.Wanted.All(value => record.Live.Contains(value, StringComparer.OrdinalIgnoreCase))
            ? record
            : record with { State = RecordState.Different, Weight = weight, Text = text };

    private static ComparedRecord Mx(ComparedRecord record)
    {
        var wanted = record.Wanted.Select(Exchange).ToList();
        var live = record.Live.Select(Exchange).Where(IsReal).ToList();
        var strange = live.Except(wanted).ToList();
        if (strange.Count > 0)
        {
            return live.Any(wanted.Contains)
                ? record with
                {
                    State = RecordState.Superfluous,
                    Text = $"{string.Join(" and ", strange)} still takes the domain's mail: a way in past the first "
                        + "site of inbound",
                }
                : record with
                {
                    State = RecordState.Different,
                    Text = $"the mail goes to {string.Join(" and ", strange)}, not to {string.Join(" and ", wanted)}",
                };
        }

        var missing = wanted.Except(live).ToList();
        return missing.Count > 0
                ? record with
                {
                    State = RecordState.Different, Weight = RecordWeight.Advised,
                    Text = $"{string.Join(" and ", missing)} is not named: no mail host to turn to if the others fail",
                }
            : !live.SequenceEqual(wanted)
                ? record with
                {
                    State = RecordState.Different, Weight = RecordWeight.Advised, Text = "the hosts have another order",
                }
            : record;
    }

    // RFC 7505: the null MX has no host. RFC 6761 section 6.4: nothing is below «invalid», where MX that only prove the
    // ownership of a domain point.
    private static bool IsReal(string host) =>
        host.Length > 0 && !host.EndsWith(".invalid", StringComparison.OrdinalIgnoreCase);

    private static string Exchange(string mx) => mx[(mx.IndexOf(' ', StringComparison.Ordinal) + 1)..];

    private static ComparedRecord Dmarc(ComparedRecord record)
    {
        // RFC 9989 section 4.10.1: of several records none counts.
        if (record.Live.Length > 1)
        {
            return record with
            {
                State = RecordState.Duplicate, Text = "several DMARC records are as none",
            };
        }

        var wanted = DmarcText.StageOf(record.Wanted[0]);
        return DmarcText.StageOf(record.Live[0]) is not { } stage
                ? record with { State = RecordState.Different, Text = "the record names no policy that receivers know" }
            : stage < wanted
                ? record with
                {
                    State = RecordState.Different,
                    Text = $"the policy is {DmarcText.Word(stage)}: weaker than what is wanted",
                }
            : record.Wanted[0].Contains("rua=", StringComparison.Ordinal)
                && !record.Live[0].Contains("rua=", StringComparison.OrdinalIgnoreCase)
                ? record with
                {
                    State = RecordState.Different, Weight = RecordWeight.Advised, Text = "nobody gets the reports",
                }
            : stage > wanted ? record with { Text = "stricter than what is wanted, and as good" }
            : record;
    }

    private static ComparedRecord Key(ComparedRecord record) =>
        record.Live.Length > 1
                ? record with { State = RecordState.Duplicate, Text = "several keys under one selector" }
            : KeyOf(record.Live[0]) == KeyOf(record.Wanted[0]) ? record
            : record with { State = RecordState.Different, Text = "another key: signatures do not verify" };

    // The public key alone: what else stands in the record may be written in several ways.
    private static string KeyOf(string record) =>
        record.Split(';').Select(tag => string.Concat(tag.Where(letter => !char.IsWhiteSpace(letter))))
            .FirstOrDefault(tag => tag.StartsWith("p=", StringComparison.Ordinal)) ?? record;

    // The name of an address counts where it leads back to the address.
    private static ComparedRecord Reverse(ComparedRecord record, PublishedRecords live)
    {
        var confirmed = record.Live.Where(name => LeadsTo(live, name, record.Name)).ToList();
        var unsaid = record.Live.SelectMany(name => AddressTypes.Select(type => live[name, type]))
            .FirstOrDefault(answer => !IsSaid(answer));
        return confirmed.Count == 0 && unsaid is not null
                ? record with
                {
                    State = unsaid.Status == FoundStatus.Elsewhere ? RecordState.Elsewhere : RecordState.NotAnswered,
                    Text = "whether the name leads back to the address is not known",
                }
            : confirmed.Count == 0
                ? record with
                {
                    State = RecordState.Different,
                    Text = $"{string.Join(" and ", record.Live)} does not lead back to the address",
                }
            : confirmed.Contains(record.Wanted[0]) ? record
            : record with
            {
                State = RecordState.Different, Weight = RecordWeight.Advised,
                Text = $"{confirmed[0]} leads back to the address, but EHLO says {record.Wanted[0]}",
            };
    }

    private static bool LeadsTo(PublishedRecords live, string host, string reverse) =>
        AddressTypes.SelectMany(type => live[host, type].Values)
            .Any(text => IPAddress.TryParse(text, out var address) && ReverseName.Of(address) == reverse);

    private static IEnumerable<DnsFinding> MailHosts(DnsPlan plan, PublishedRecords live)
    {
        foreach (var host in plan.Records.Where(record => record.Purpose == RecordPurpose.Mx)
            .SelectMany(record => live[record.AskedName, RecordType.Mx].Values).Select(Exchange).Distinct()
            .Where(IsReal))
        {
            if (live[host, RecordType.Cname].Status == FoundStatus.Found)
            {
                yield return new DnsFinding(host, RecordWeight.Advised,
                    "an MX names a host with addresses of its own, never an alias (RFC 5321 section 5.1)");
            }

            // Of a zone that has some records of a host only what was planned can be missed.
            var isExpected = live.IsWhole || plan.Records.Any(record =>
                record.Purpose == RecordPurpose.Address && record.Name == host);
            if (isExpected && live[host, RecordType.A].Status == FoundStatus.Nothing
                && live[host, RecordType.Aaaa].Status == FoundStatus.Nothing)
            {
                yield return new DnsFinding(host, RecordWeight.Matters, "the MX names it, and it has no address");
            }
        }
    }

    private static IEnumerable<DnsFinding> SpfFindings(DnsPlan plan, PublishedRecords live) =>
        plan.Spf.SelectMany(spf => SpfComparer.Findings(spf, live));

    private static IEnumerable<DnsFinding> Disagreements(PublishedRecords live, List<PublishedRecords> others) =>
        others.Where(IsSilent).Select(other => new DnsFinding(other.Source, RecordWeight.Advised,
            "gives no answer that can be used: what it would say is not compared"))
            .Concat(others.SelectMany(other => Disagreements(live, other)));

    private static IEnumerable<DnsFinding> Disagreements(PublishedRecords live, PublishedRecords other) =>
        from question in live.Answers.Keys.OrderBy(one => one.Name, StringComparer.Ordinal)
            .ThenBy(one => one.Type)
        let here = live.Answers[question]
        let there = other[question.Name, question.Type]
        where IsSaid(here) && IsSaid(there)
            && !here.Values.ToHashSet().SetEquals(there.Values)
        select new DnsFinding($"{RecordTypes.Word(question.Type)} {question.Name}", RecordWeight.Advised,
            $"{live.Source} says {Words(here)}, {other.Source} says {Words(there)}: a change is on its way, and "
            + $"the old answer may live for {Durations.Print(Longer(here, there))}");

    // A zone file is never silent: what it does not have is elsewhere.
    private static bool IsSilent(PublishedRecords source) => source.IsWhole && !source.Answers.Values.Any(IsSaid);

    private static bool IsSaid(FoundRecords found) => found.Status is FoundStatus.Found or FoundStatus.Nothing;

    private static string Words(FoundRecords found) =>
        found.Values.IsEmpty ? "nothing" : string.Join(" and ", found.Values);

    private static TimeSpan Longer(FoundRecords one, FoundRecords other) =>
        one.TimeToLive > other.TimeToLive ? one.TimeToLive : other.TimeToLive;
}
