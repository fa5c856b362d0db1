using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Causeway.Authentication.Dmarc;

/// <summary>
/// A DMARC Policy Record (RFC 9989 sections 4.7 and 4.8). Tags that the RFC does not know, pct, rf and ri among them,
/// are passed over, and so is what is wrong with one that it knows.
/// </summary>
public sealed record DmarcRecord
{
    private const int MostUris = 20;

    private static readonly char[] White = [' ', '\t'];

    private DmarcRecord(Dictionary<string, string> tags)
    {
        Policy = PolicyOf(tags, "p");
        SubdomainPolicy = PolicyOf(tags, "sp");
        NonexistentPolicy = PolicyOf(tags, "np");
        HasValidPolicies = Policy is not null && SubdomainPolicy is not null == tags.ContainsKey("sp")
            && NonexistentPolicy is not null == tags.ContainsKey("np");
        IsStrictForDkim = Is(tags, "adkim", "s");
        IsStrictForSpf = Is(tags, "aspf", "s");
        IsTest = Is(tags, "t", "y");
        Suffix = Is(tags, "psd", "y") ? PublicSuffix.Yes
            : Is(tags, "psd", "n") ? PublicSuffix.No
            : PublicSuffix.Unknown;
        AggregateReports = UrisOf(tags, "rua");
    }

    /// <summary>p=; null where it is missing or wrong.</summary>
    public DmarcPolicy? Policy { get; }

    /// <summary>sp=; null where it is missing or wrong.</summary>
    public DmarcPolicy? SubdomainPolicy { get; }

    /// <summary>np=; null where it is missing or wrong.</summary>
    public DmarcPolicy? NonexistentPolicy { get; }

    /// <summary>False without a good p=, and where sp= or np= is there and wrong.</summary>
    public bool HasValidPolicies { get; }

    /// <summary>adkim=s.</summary>
    public bool IsStrictForDkim { get; }

    /// <summary>aspf=s.</summary>
    public bool IsStrictForSpf { get; }

    /// <summary>t=y: every policy is one step weaker than it is written.</summary>
    public bool IsTest { get; }

    /// <summary>psd=.</summary>
    public PublicSuffix Suffix { get; }

    /// <summary>rua=, URIs that can be read.</summary>
    public ImmutableArray<string> AggregateReports { get; }

    /// <summary>
    /// RFC 9989 section 4.10.1: with a wrong policy the record stands for p=none where it asks for reports, and else
    /// for none at all.
    /// </summary>
    public bool Applies => HasValidPolicies || !AggregateReports.IsEmpty;

    /// <summary>False for a text that is no record of DMARC: it does not begin with v=DMARC1.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out DmarcRecord? record)
    {
        record = null;
        var parts = text.Split(';');

        // RFC 9989 section 4.8: dmarc-version = "v" equals %s"DMARC1"; the value alone is case-sensitive.
        if (Split(parts[0]) is not ("v", "DMARC1"))
        {
            return false;
        }

        var tags = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var part in parts.Skip(1))
        {
            if (Split(part) is var (name, value))
            {
                // Of a tag that stands there twice the first counts.
                tags.TryAdd(name, value);
            }
        }

        record = new DmarcRecord(tags);
        return true;
    }

    /// <summary>
    /// What the record asks for: of its own domain, of one below it, of one below it that DNS does not know.
    /// </summary>
    public DmarcPolicy PolicyFor(bool isBelow, bool exists)
    {
        if (!HasValidPolicies)
        {
            return DmarcPolicy.None;
        }

        var written = (isBelow, exists) switch
        {
            (false, _) => Policy!.Value,
            (true, true) => SubdomainPolicy ?? Policy!.Value,
            (true, false) => NonexistentPolicy ?? SubdomainPolicy ?? Policy!.Value,
        };
        return IsTest && written != DmarcPolicy.None ? written - 1 : written;
    }

    // equals = *WSP "=" *WSP; a part without one, or without a name, is no tag.
    private static (string Name, string Value)? Split(string part)
    {
        var equals = part.IndexOf('=', StringComparison.Ordinal);
        var name = equals < 0 ? "" : part[..equals].Trim(White).ToLowerInvariant();
        return name.Length == 0 || !name.All(char.IsAsciiLetter) ? null : (name, part[(equals + 1)..].Trim(White));
    }

    private static bool Is(Dictionary<string, string> tags, string name, string value) =>
        tags.TryGetValue(name, out var found) && string.Equals(found, value, StringComparison.OrdinalIgnoreCase);

    private static DmarcPolicy? PolicyOf(Dictionary<string, string> tags, string name) =>
        Is(tags, name, "none") ? DmarcPolicy.None
        : Is(tags, name, "quarantine") ? DmarcPolicy.Quarantine
        : Is(tags, name, "reject") ? DmarcPolicy.Reject
        : null;

    // An exclamation mark begins a size, as the older RFC 7489 had it.
    private static ImmutableArray<string> UrisOf(Dictionary<string, string> tags, string name) =>
        !tags.TryGetValue(name, out var list) ? []
        : [.. list.Split(',').Take(MostUris).Select(uri => uri.Split('!')[0].Trim(White))
            .Where(uri => Uri.TryCreate(uri, UriKind.Absolute, out var read) && read.Scheme.Length > 0
                && uri.Length > read.Scheme.Length + 1)];
}
