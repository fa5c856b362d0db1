using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Causeway.Core.Publishing;

namespace Causeway.Authentication.Spf;

/// <summary>A record, read as a whole before anything in it counts (RFC 7208 section 4.6).</summary>
/// <param name="Terms">Its terms, in their order.</param>
public sealed record SpfRecord(ImmutableArray<SpfTerm> Terms)
{
    private const string Version = "v=spf1";

    // RFC 1035 section 3.2.1: the data of a DNS record, which counts its octets in 16 bits.
    private const int LongestText = 65_535;

    public IEnumerable<SpfTerm> Mechanisms => Terms.Where(term => !term.IsModifier);

    /// <summary>The term redirect=; null without one.</summary>
    public SpfTerm? Redirect => Terms.FirstOrDefault(term => term.Kind == SpfTermKind.Redirect);

    /// <summary>The term exp=; null without one.</summary>
    public SpfTerm? Explanation => Terms.FirstOrDefault(term => term.Kind == SpfTermKind.Exp);

    public static bool TryParse(string text, [NotNullWhen(true)] out SpfRecord? record) =>
        TryParse(text, out record, out _);

    /// <summary>Reads a record.</summary>
    /// <param name="fault">For people: which term is wrong, and how; null where none is.</param>
    public static bool TryParse(
        string text, [NotNullWhen(true)] out SpfRecord? record, [NotNullWhen(false)] out string? fault)
    {
        record = null;
        if (!SpfText.IsSpf(text) || text.Length > LongestText)
        {
            fault = $"A record of SPF begins with '{Version} ' and is at most {LongestText} octets long.";
            return false;
        }

        var terms = ImmutableArray.CreateBuilder<SpfTerm>();
        foreach (var word in text[Version.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            fault = SpfTermReader.Read(word, out var term);
            if (fault is not null)
            {
                return false;
            }

            terms.Add(term!);
        }

        // RFC 7208 section 6: each of the two modifiers stands at most once in a record.
        var twice = terms.Where(term => term.Kind is SpfTermKind.Redirect or SpfTermKind.Exp)
            .GroupBy(term => term.Kind).FirstOrDefault(same => same.Count() > 1);
        fault = twice is null ? null : $"'{twice.First()}' and '{twice.Last()}' stand in one record.";
        record = twice is null ? new SpfRecord(terms.ToImmutable()) : null;
        return record is not null;
    }

    /// <summary>The record with one space before each term.</summary>
    public override string ToString() => string.Join(' ', Terms.Select(term => term.Text).Prepend(Version));
}
