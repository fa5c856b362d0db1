using System.Text.RegularExpressions;

namespace Causeway.Fuzz;

/// <summary>The macros of SPF by regular expressions that follow the grammar of RFC 7208 section 7.1.</summary>
internal sealed partial class SlowMacros(Func<char, string> valueOf)
{
    public static bool IsDomainSpec(string text) => DomainSpec().IsMatch(text);

    /// <summary>The name that a domain-spec makes, shortened (RFC 7208 section 7.3).</summary>
    public string NameOf(string domainSpec)
    {
        var name = Expand().Replace(domainSpec, Expanded);
        var labels = (name.EndsWith('.') ? name[..^1] : name).Split('.');
        var first = 0;
        while (first < labels.Length - 1 && labels.Skip(first).Sum(label => label.Length + 1) - 1 > 253)
        {
            first++;
        }

        return string.Join('.', labels[first..]);
    }

    private string Expanded(Match match)
    {
        switch (match.Value)
        {
            case "%%":
                return "%";
            case "%_":
                return " ";
            case "%-":
                return "%20";
        }

        var letter = match.Groups["letter"].Value[0];
        var delimiters = match.Groups["delimiters"].Value;
        var parts = valueOf(char.ToLowerInvariant(letter))
            .Split((delimiters.Length == 0 ? "." : delimiters).ToCharArray());
        if (match.Groups["reverse"].Length > 0)
        {
            Array.Reverse(parts);
        }

        // A number of more than four digits is more than any name has parts.
        var digits = match.Groups["digits"].Value.TrimStart('0');
        var kept = digits.Length is 0 or > 4 ? parts.Length : int.Parse(digits, null);
        var joined = string.Join('.', parts.TakeLast(kept));
        return char.IsAsciiLetterUpper(letter) ? Uri.EscapeDataString(joined) : joined;
    }

    [GeneratedRegex(
        @"^(?:[!-$&-~]|%[%_-]|%\{[slodiphv](?:0*[1-9][0-9]*)?r?[.+,/_=-]*\})*"
        + @"(?:\.(?:[a-z0-9]*[a-z][a-z0-9]*|[a-z0-9]+-[a-z0-9-]*[a-z0-9])\.?|%[%_-]|"
        + @"%\{[slodiphv](?:0*[1-9][0-9]*)?r?[.+,/_=-]*\})\z",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex DomainSpec();

    [GeneratedRegex(
        @"%[%_-]|%\{(?<letter>[a-zA-Z])(?<digits>[0-9]*)(?<reverse>[rR]?)(?<delimiters>[^}]*)\}", RegexOptions.None,
        matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Expand();
}
