using System.Collections.Immutable;
using System.Globalization;
using System.Net;

namespace Causeway.Core.Publishing;

/// <summary>What can be said of an SPF record (RFC 7208) by looking at it, without asking DNS.</summary>
public static class SpfText
{
    /// <summary>The most characters of one string of a TXT record (RFC 1035 section 3.3).</summary>
    public const int LongestString = 255;

    // RFC 7208 section 3.4: an answer of DNS by UDP has 512 octets, and the name needs some of them.
    private const int LongestRecord = 450;

    // A range as wide as this is that of a provider, and lets all its customers pass.
    private const int WidestFour = 16;
    private const int WidestSix = 32;

    private const string Version = "v=spf1";

    /// <summary>True for a TXT record that counts as SPF (RFC 7208 section 4.5).</summary>
    public static bool IsSpf(string text) =>
        text.StartsWith(Version, StringComparison.OrdinalIgnoreCase)
        && (text.Length == Version.Length || text[Version.Length] == ' ');

    /// <summary>
    /// The terms behind the version, written alike: in lower case, without <c>+</c>, a single address without prefix.
    /// </summary>
    public static ImmutableArray<string> Terms(string record) =>
        [.. record.Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(Alike)];

    /// <summary>True for a term that counts against the ten look-ups (RFC 7208 section 4.6.4).</summary>
    public static bool AsksDns(string term) =>
        Name(term) is "include" or "a" or "mx" or "ptr" or "exists" or "redirect";

    /// <summary>Shapes that let too many pass, or that receivers treat unlike; a sentence each.</summary>
    public static IEnumerable<string> Faults(string record)
    {
        var terms = Terms(record);
        var all = terms.FirstOrDefault(term => Name(term) == "all");
        if (all is "all")
        {
            yield return "+all lets everybody send in the domain's name";
        }
        else if (all is "?all")
        {
            yield return "?all says nothing about anybody else: whoever forges the domain is not told from it";
        }
        else if (all is null && !terms.Any(term => Name(term) == "redirect"))
        {
            yield return "the record ends without an `all`, which is as ?all: whoever forges the domain passes for "
                + "neutral";
        }

        if (all is not null && terms[^1] != all && terms.SkipWhile(term => term != all).Skip(1).Any(IsMechanism))
        {
            yield return $"what stands behind {all} is never looked at";
        }

        if (terms.Any(term => Name(term) == "ptr"))
        {
            yield return "ptr is slow and not to be used (RFC 7208 section 5.5)";
        }

        foreach (var term in terms.Where(IsTooWide))
        {
            yield return $"{term} is a range so wide that it holds strangers";
        }

        if (record.Length > LongestRecord)
        {
            yield return string.Create(CultureInfo.InvariantCulture,
                $"the record has {record.Length} characters; above {LongestRecord} an answer may not fit into the "
                + $"512 octets of UDP");
        }
    }

    private static string Alike(string term)
    {
        var plain = term.ToLowerInvariant().TrimStart('+');
        return plain.EndsWith("/32", StringComparison.Ordinal) && Name(plain) == "ip4" ? plain[..^3]
            : plain.EndsWith("/128", StringComparison.Ordinal) && Name(plain) == "ip6" ? plain[..^4]
            : plain;
    }

    private static bool IsMechanism(string term) => !term.Contains('=', StringComparison.Ordinal);

    private static string Name(string term)
    {
        var bare = term.TrimStart('+', '-', '~', '?');
        var end = bare.AsSpan().IndexOfAny(':', '/', '=');
        return end < 0 ? bare : bare[..end];
    }

    private static bool IsTooWide(string term)
    {
        // What fails is no risk, and what is neutral passes nobody.
        var colon = term.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0 || term[0] is '-' or '~' or '?' || Name(term) is not ("ip4" or "ip6"))
        {
            return false;
        }

        return IPNetwork.TryParse(term.AsSpan(colon + 1), out var network)
            ? network.PrefixLength < (Name(term) == "ip4" ? WidestFour : WidestSix)
            : term.EndsWith("/0", StringComparison.Ordinal);
    }
}
