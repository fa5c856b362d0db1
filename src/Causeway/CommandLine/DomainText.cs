using Causeway.Admin;
using Causeway.Watching.Alerts;

namespace Causeway.CommandLine;

/// <summary>What a person reads of a domain.</summary>
internal static class DomainText
{
    // So high that no other MX record is behind it.
    private const int LastPreference = 65535;

    /// <summary>True where nobody need do anything.</summary>
    public static bool IsProved(DomainSeen row) => row.Standing switch
    {
        DomainStanding.Verified or DomainStanding.Vouched or DomainStanding.Inside => true,
        DomainStanding.NotInFile => row.Looks.Any(IsProof),
        _ => false,
    };

    /// <summary>Its state in one line.</summary>
    public static string Standing(DomainSeen row) => row.Standing switch
    {
        DomainStanding.Verified => $"verified since {Time(row.Since)} by {Source(row)}, last seen {Time(row.LastSeen)}",
        DomainStanding.Missing => $"verified since {Time(row.Since)}; the proof is gone since {Time(row.MissingSince)}"
            + $", it was {Source(row)}",
        DomainStanding.TakenOver => $"in use since {Time(row.Since)}: taken over at upgrade, never proved; "
            + $"to publish: {row.Records.Txt}",
        DomainStanding.Vouched => "vouched for in the file (verify: no)",
        DomainStanding.Inside => "routing domain, for own sites only",
        DomainStanding.Claimed => "not in use: another organization at this site has it",
        DomainStanding.NotInFile => "not in the file",
        _ => $"not verified; to publish: {row.Records.Txt}",
    };

    /// <summary>What to publish, and what comes next.</summary>
    public static IEnumerable<string> ToPublish(DomainSeen row)
    {
        yield return $"{row.Domain} ({row.Organization}): {Standing(row)}";
        yield return "";
        yield return "Publish one of these, and leave it there: it is looked for daily.";
        yield return $"  TXT record   name {row.Domain} (in many forms empty, or @), text without quotes:";
        yield return $"               {row.Records.Txt}";
        yield return $"  or MX record name {row.Domain}, preference {LastPreference} (the highest, so that it takes no "
            + "mail), host:";
        yield return $"               {row.Records.MxHost}.";
        yield return $"  or file      {row.Records.File}";
        yield return "               with the text of the TXT record.";
        if (IsProved(row))
        {
            yield break;
        }

        yield return "";
        if (row.Standing == DomainStanding.NotInFile)
        {
            yield return $"Write `{row.Domain}: {{ type: authoritative }}` under `domains` in the topology file, and "
                + "say `causeway reload` at each site.";
        }

        yield return $"Then: `causeway domain verify {row.Domain}`. The site looks by itself, too: every minute for an "
            + "hour, then hourly. Until then it neither receives mail nor sends any.";
    }

    /// <summary>What was found where, and how it stands.</summary>
    public static IEnumerable<string> Found(DomainSeen row)
    {
        yield return $"{row.Domain} ({row.Organization}): {Standing(row)}";
        foreach (var look in row.Looks)
        {
            yield return $"  {look.Verdict,-9} {look.Where}: {look.Found}";
        }

        if (row.Standing == DomainStanding.NotInFile && row.Looks.Any(IsProof))
        {
            yield return $"  The proof is there. Write `{row.Domain}: {{ type: authoritative }}` under `domains` in "
                + "the topology file, and say `causeway reload` at each site.";
        }
        else if (row.Standing == DomainStanding.Claimed)
        {
            yield return "  Whoever proved it first keeps it. Ask the provider if it is yours.";
        }
        else if (!IsProved(row))
        {
            yield return $"  `causeway domain add {row.Domain}` says what to publish."
                + (row.NextLook is { } next ? $" The site looks again at {Judge.Time(next)}." : "");
        }
    }

    private static bool IsProof(DomainLookSeen look) => look.Verdict == "proof";

    private static string Source(DomainSeen row) => row.By switch
    {
        "txt" => "TXT record",
        "mx" => "MX record",
        "file" => "file on its web site",
        _ => "upgrade",
    };

    private static string Time(DateTimeOffset? at) => at is { } time ? Judge.Time(time) : "never";
}
