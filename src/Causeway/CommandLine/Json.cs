using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Causeway.Admin;
using Causeway.Core.Proof;
using Causeway.Core.Publishing;
using Causeway.Core.Routing;
using Causeway.Core.Topology;
using Causeway.Mailboxes;
using Causeway.Tracing;
using Causeway.Watching;
using Causeway.Watching.Alerts;

namespace Causeway.CommandLine;

/// <summary>How mail comes out at its receiver: pass, fail, none, or original (as it came).</summary>
internal sealed record LeavingJson(string Spf, string Dkim, string Dmarc, string Why);

internal sealed record HopJson(
    string Site, string? AttributedTo, string Action, string Recipient, string? Next, string? Reply, string Rule,
    string Reason)
{
    /// <summary>The pool from which it leaves for the Internet, and why; null for every other hop.</summary>
    public string? Pool { get; init; }

    /// <summary>How it comes out at the receiver where it leaves for the Internet; null for every other hop.</summary>
    public LeavingJson? Authentication { get; init; }

    /// <summary>A hop, with the pool and what the receiver will find where it is the last of what leaves.</summary>
    public static HopJson Of(Step step, Organization organization, Start start)
    {
        if (step.Hop.Next is not { IsInternet: true })
        {
            return Of(step);
        }

        // Nothing proves an outsider who claims to be one of us.
        var isOurs = start.Seen is Origin.Submission or Origin.OwnMail;
        var isForged = !isOurs && start.From.Address is { Domain: var claimed } && organization.IsOurs(claimed);
        var choice = PoolChoice.Of(organization, step.Site, new Leaving(start.From)
        {
            Entry = isForged ? Entry.NotPassed : Entry.NotJudged,
        });
        var leaving = LeavingAuthentication.Of(organization, step.Site, isOurs, start.From, choice.Pool);
        return Of(step) with
        {
            Pool = $"{OutboundPools.Word(choice.Pool)}: {choice.Why}",
            Authentication = new LeavingJson(leaving.Spf, leaving.Dkim, leaving.Dmarc, leaving.Why),
        };
    }

    public static HopJson Of(Step step) => new(
        step.Site.Name.Value, Words.AttributedTo(step.Seen), Words.Of(step.Hop.Action), step.Hop.Recipient.ToString(),
        step.Hop.Next?.ToString(), step.Hop.Reply?.ToString(), step.Hop.Rule, step.Hop.Why);
}

internal sealed record CounterexampleJson(string Origin, string From, string To, IEnumerable<HopJson> Hops)
{
    public static CounterexampleJson Of(Core.Proof.Path path) => new(
        path.Start.Origin, path.Start.From.ToString(), path.Start.To.ToString(), path.Steps.Select(HopJson.Of));
}

internal sealed record PropertyJson(
    string Id, string Title, string Verdict, string Summary, IEnumerable<CounterexampleJson> Counterexamples)
{
    public static PropertyJson Of(PropertyResult result) => new(
        result.Id, result.Title, Words.Of(result.Verdict), result.Summary,
        result.Counterexamples.Select(CounterexampleJson.Of));
}

/// <summary>A try of a door: RCPT TO as a stranger, and nothing more.</summary>
internal sealed record DoorJson(string Recipient, string Reply, bool Taken, bool Ok);

/// <summary>A site as it was reached from here; <c>unreachable</c> says why nothing is known.</summary>
internal sealed record LiveSiteJson(
    string Site, string Host, string? Address, string? Banner, string? Tls, IEnumerable<string> Names,
    DateTimeOffset? NotAfter, DoorJson? Door, string? Unreachable, IEnumerable<string> Findings)
{
    public static LiveSiteJson Of(LiveSite site, DateTimeOffset now) => new(
        site.Site.Value, site.Host, site.Address?.ToString(), site.Banner, site.Tls, site.Certificate?.Names ?? [],
        site.Certificate?.NotAfter,
        site.Door is { } door
            ? new DoorJson(door.Recipient.ToString(), door.Reply, door.IsTaken, door.IsAsItShould)
            : null,
        site.Unreachable, site.Findings(now));
}

/// <summary>The verdicts; <c>live</c> where the sites were visited, else null.</summary>
internal sealed record CheckJson(string File, bool Ok, IEnumerable<PropertyJson> Properties)
{
    public IEnumerable<LiveSiteJson>? Live { get; init; }
}

internal sealed record DeliveryJson(string Recipient, string Site);

internal sealed record ExplainJson(
    string From, string To, string Origin, string Outcome, IEnumerable<HopJson> Hops,
    IEnumerable<DeliveryJson> Deliveries);

internal sealed record ScenarioJson(
    string Id, bool Ok, string Expected, string Observed, string? TraceId, IEnumerable<HopJson> Hops);

internal sealed record SourceJson(string Source, int Count);

internal sealed record OutsideJson(IEnumerable<SourceJson> Connections);

internal sealed record LabJson(bool Ok, double Seconds, IEnumerable<ScenarioJson> Scenarios, OutsideJson Outside);

internal sealed record LabSiteJson(
    string Site, string Organization, string Host, string Address, IReadOnlyDictionary<string, int> Ports, string Api);

internal sealed record LabFileJson(
    string Dns, IEnumerable<LabSiteJson> Sites, string Ca, string Topology, string Password);

/// <summary>A reply of the one table.</summary>
internal sealed record ReplyJson(int Code, string? Status, string Reply, string Cause, string Cure, string Fixer);

internal sealed record DifferenceJson(string Setting, string Found, string Wanted, string Why);

internal sealed record ImportJson(
    string File, string Site, bool Ok, IEnumerable<DifferenceJson> Differences, IEnumerable<string> Notes);

/// <summary>A site of a data folder: <c>running</c> or <c>stopped</c>, and what it said of itself last.</summary>
internal sealed record BackupSeen(DateTimeOffset At, string To);

internal sealed record SiteReportJson(string Site, string State, Observation? Seen, BackupSeen? LastBackup);

internal sealed record StatusReportJson(
    bool Ok, IReadOnlyList<SiteReportJson> Sites, IReadOnlyList<Alert> Alerts, int NotShown);

/// <summary>A row of the table of alerts.</summary>
internal sealed record AlertKindJson(string Id, Severity Severity, string Raised, string Cleared, string Do);

/// <summary>What came of a test alert at one target.</summary>
internal sealed record ToldJson(string Site, string Organization, string Target, bool Ok, string? Why);

/// <summary>An accepted domain; `at` where a site sees another type.</summary>
internal sealed record DomainJson(
    string Domain, string Type, string? UnknownTo, bool SubDomains, IReadOnlyDictionary<string, string> At,
    bool Verify);

/// <summary>A row of <c>sign-in list --json</c>: a locked network, or an account that is guessed at.</summary>
internal sealed record SignInJson(
    string Site, string? Network, string? User, int Failures, DateTimeOffset Since, DateTimeOffset? Until);

internal sealed record FaultJson(string File, int Line, int Column, string Found, string Write);

internal sealed record FaultsJson(IEnumerable<FaultJson> Errors);

internal sealed record ReloadJson(string Site, bool Ok, IReadOnlyList<string> Changes, string? Refused);

/// <summary>Everything that `--json` writes: one value, names in camelCase.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true,
    DictionaryKeyPolicy = JsonKnownNamingPolicy.Unspecified)]
[JsonSerializable(typeof(AuthenticationJson))]
[JsonSerializable(typeof(CheckJson))]
[JsonSerializable(typeof(DirectoryAnswer))]
[JsonSerializable(typeof(DirectoryListing[]))]
[JsonSerializable(typeof(DomainJson[]))]
[JsonSerializable(typeof(DomainSeen[]))]
[JsonSerializable(typeof(DkimKeyJson[]))]
[JsonSerializable(typeof(DkimRotationJson))]
[JsonSerializable(typeof(DnsPlanJson))]
[JsonSerializable(typeof(DnsCheckJson))]
[JsonSerializable(typeof(DnsState))]
[JsonSerializable(typeof(PasswordsSeen))]
[JsonSerializable(typeof(ExplainJson))]
[JsonSerializable(typeof(ImportJson))]
[JsonSerializable(typeof(FaultsJson))]
[JsonSerializable(typeof(LabJson))]
[JsonSerializable(typeof(LabFileJson))]
[JsonSerializable(typeof(StoredMessage[]))]
[JsonSerializable(typeof(MessageTrace[]))]
[JsonSerializable(typeof(QueuedCopy[]))]
[JsonSerializable(typeof(SenderRow[]))]
[JsonSerializable(typeof(ReplyJson[]))]
[JsonSerializable(typeof(StatusReportJson))]
[JsonSerializable(typeof(AlertKindJson[]))]
[JsonSerializable(typeof(ToldJson[]))]
[JsonSerializable(typeof(SignInJson[]))]
[JsonSerializable(typeof(ReloadJson[]))]
[JsonSerializable(typeof(AuditEntryJson[]))]
[JsonSerializable(typeof(AuditVerdictJson[]))]
[JsonSerializable(typeof(BackupManifestJson[]))]
[JsonSerializable(typeof(RestoreJson[]))]
[JsonSerializable(typeof(SiteVerdictJson[]))]
internal sealed partial class Json : JsonSerializerContext
{
    /// <summary>Readable text, for a terminal and not for a page: no escapes but those that JSON demands.</summary>
    public static Json Readable { get; } = new(new JsonSerializerOptions
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
    });
}
