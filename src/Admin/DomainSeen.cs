using System.Text.Json.Serialization;

namespace Causeway.Admin;

/// <summary>How it stands with a domain, as a site sees it.</summary>
/// <param name="Type">authoritative or internal-relay; null for a domain that is not in the file.</param>
/// <param name="Records">What to publish; one of them is enough.</param>
/// <param name="Looks">What was found at the last search; empty where there was none, or at another site.</param>
public sealed record DomainSeen(
    string Organization, string Domain, string? Type, DomainStanding Standing, DomainRecords Records,
    IReadOnlyList<DomainLookSeen> Looks)
{
    /// <summary>Since when it counts as the organization's.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Where the proof was seen last: txt, mx, file; upgrade where it never was.</summary>
    public string? By { get; init; }

    public DateTimeOffset? LastSeen { get; init; }

    /// <summary>Since when the proof is not there any more.</summary>
    public DateTimeOffset? MissingSince { get; init; }

    /// <summary>Since when the site looks for a proof in vain.</summary>
    public DateTimeOffset? PendingSince { get; init; }

    /// <summary>When the site looks for the proof again.</summary>
    public DateTimeOffset? NextLook { get; init; }
}

/// <summary>Whether a domain is in use, and why.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<DomainStanding>))]
public enum DomainStanding
{
    /// <summary>Not in use: no proof was found yet.</summary>
    [JsonStringEnumMemberName("pending")]
    Pending,

    /// <summary>In use: proved.</summary>
    [JsonStringEnumMemberName("verified")]
    Verified,

    /// <summary>In use: proved once, and the proof is gone.</summary>
    [JsonStringEnumMemberName("missing")]
    Missing,

    /// <summary>In use: served before domains were proved.</summary>
    [JsonStringEnumMemberName("taken-over")]
    TakenOver,

    /// <summary>In use: the file says <c>verify: no</c>.</summary>
    [JsonStringEnumMemberName("vouched")]
    Vouched,

    /// <summary>Not in use: another organization at the site has it.</summary>
    [JsonStringEnumMemberName("claimed")]
    Claimed,

    /// <summary>In use between own sites: a routing domain, which the Internet may not write to.</summary>
    [JsonStringEnumMemberName("inside")]
    Inside,

    /// <summary>Not in use: the organization's file does not name it.</summary>
    [JsonStringEnumMemberName("not-in-file")]
    NotInFile,
}

/// <summary>What the owner of a domain may publish.</summary>
/// <param name="Txt">The text of a TXT record of the domain itself.</param>
/// <param name="MxHost">The host of an MX record of the domain.</param>
/// <param name="File">The URL of a file that holds the text.</param>
public sealed record DomainRecords(string Txt, string MxHost, string File);

/// <summary>One place where a proof was looked for.</summary>
/// <param name="Verdict">proof, no-proof, near-miss or fault.</param>
public sealed record DomainLookSeen(string Where, string Verdict, string Found);
