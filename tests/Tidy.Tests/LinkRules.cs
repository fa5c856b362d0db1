using System.Text.RegularExpressions;

namespace Causeway.Tidy.Tests;

/// <summary>Relative links of the documents at the root lead to files.</summary>
internal static partial class LinkRules
{
    public static IEnumerable<string> Faults(string path, string document, Func<string, bool> exists) =>
        from Match link in Link().Matches(document)
        let target = link.Groups[1].Value
        where target.Length > 0 && !target.Contains("://", StringComparison.Ordinal) && !exists(target)
        select $"{path}: the link to {target} leads nowhere";

    [GeneratedRegex(@"\]\(([^)#\s]*)(?:#[^)]*)?\)", RegexOptions.None, 1000)]
    private static partial Regex Link();
}
