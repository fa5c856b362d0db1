using Causeway.Core.Publishing;

namespace Causeway.CommandLine;

/// <summary>A record of a plan; <c>ttl</c> in seconds, <c>weight</c> matters, advised or prepared.</summary>
internal sealed record WantedRecordJson(
    string Name, string Type, string Value, int Ttl, string Purpose, string Weight, string Why, string? Before)
{
    public static WantedRecordJson Of(WantedRecord record) => new(
        record.Name, RecordTypes.Word(record.Type), record.Value, (int)record.TimeToLive.TotalSeconds,
        Words.Of(record.Purpose), Words.Of(record.Weight), record.Why, record.Before);
}

internal sealed record SpfTermJson(string Term, string? Site, bool Sends, string Why, string? Others);

internal sealed record SpfPlanJson(string Domain, string Record, int Lookups, IEnumerable<SpfTermJson> Terms)
{
    public static SpfPlanJson Of(SpfPlan spf) => new(spf.Domain.Value, spf.Text, spf.Lookups, spf.Terms.Select(term =>
        new SpfTermJson(term.Text, term.Site?.Value, term.Sends, term.Why, term.Others)));
}

internal sealed record SenderJson(string Site, string Address, string Pool, string Helo, IEnumerable<string> Domains)
{
    public static SenderJson Of(SendingAddress sender) => new(
        sender.Site.Name.Value, sender.Network.ToString(), Core.Topology.OutboundPools.Word(sender.Pool), sender.Helo,
        sender.Domains.Select(domain => domain.Value));
}

/// <summary>What <c>dns records</c> writes.</summary>
internal sealed record DnsPlanJson(
    string File, string Form, IEnumerable<WantedRecordJson> Records, IEnumerable<SpfPlanJson> Spf,
    IEnumerable<SenderJson> Senders, string? MtaSts, IEnumerable<string> Notes)
{
    public static DnsPlanJson Of(DnsPlanPage page) => new(
        page.File, page.Form, page.Plan.Records.Select(WantedRecordJson.Of), page.Plan.Spf.Select(SpfPlanJson.Of),
        page.Plan.Senders.Select(SenderJson.Of), page.Plan.MtaSts, page.Plan.Notes);
}

/// <summary>A record of a comparison; <c>ttl</c> in seconds, null where there is none.</summary>
internal sealed record ComparedRecordJson(
    string Name, string Type, string Purpose, string State, bool Matters, IEnumerable<string> Wanted,
    IEnumerable<string> Live, int? Ttl, string Text)
{
    public static ComparedRecordJson Of(ComparedRecord record) => new(
        record.Name, RecordTypes.Word(record.Type), Words.Of(record.Purpose), Words.Of(record.State),
        record.IsDifference && record.Weight == RecordWeight.Matters, record.Wanted, record.Live,
        (int?)record.TimeToLive?.TotalSeconds, record.Text);
}

internal sealed record DnsFindingJson(string Subject, bool Matters, string Text);

/// <summary>What published SPF says of an address; <c>kind</c> is sender, helo or stranger.</summary>
internal sealed record SpfProbeJson(
    string Domain, string Address, string Kind, string Result, string? Mechanism, string? Reason, int Lookups,
    int VoidLookups);

/// <summary>What is not as it was at the last look.</summary>
internal sealed record DriftJson(
    string Name, string Type, IEnumerable<string> Before, IEnumerable<string> Now, DateTimeOffset Since);

/// <summary>What <c>dns check</c> writes.</summary>
internal sealed record DnsCheckJson(
    string File, bool Ok, IEnumerable<string> Sources, IEnumerable<ComparedRecordJson> Records,
    IEnumerable<DnsFindingJson> Findings, IEnumerable<SpfProbeJson> Spf, IEnumerable<DriftJson> Drift)
{
    public static DnsCheckJson Of(
        string file, bool isGood, IEnumerable<string> sources, DnsComparison compared,
        IEnumerable<DriftJson> drift) => new(
        file, isGood, sources, compared.Records.Select(ComparedRecordJson.Of),
        compared.Findings.Select(finding =>
            new DnsFindingJson(finding.Subject, finding.Weight == RecordWeight.Matters, finding.Text)),
        compared.Probes.Select(probe => new SpfProbeJson(
            probe.Domain, probe.Address.ToString(), Words.Of(probe.Kind), probe.Result, probe.Mechanism, probe.Reason,
            probe.Lookups, probe.VoidLookups)),
        drift);
}
