using System.Text.RegularExpressions;

namespace Causeway.Tidy.Tests;

/// <summary>Links of the documents at the root, and paths that they name, lead to something.</summary>
internal static partial class LinkRules
{
    public static IEnumerable<string> Faults(string path, string document, Func<string, bool> exists) =>
        from Match link in Link().Matches(document)
        let target = link.Groups[1].Value
        where target.Length > 0 && !target.Contains("://", StringComparison.Ordinal) && !exists(target)
        select $"{path}: the link to {target} leads nowhere";

    /// <summary>Paths in backquotes below the folders of the sources, such as `src/Core/Routing`.</summary>
    public static IEnumerable<string> PathFaults(string path, string document, Func<string, bool> exists) =>
        from Match named in NamedPath().Matches(document)
        let target = named.Groups[1].Value.TrimEnd('/')
        where !exists(target)
        select $"{path}: names `{target}`, which does not exist";

    [GeneratedRegex(@"`((?:src|tests|bench|docs|samples|build)/[^`\s]*)`", RegexOptions.None, 1000)]
    private static partial Regex NamedPath();

    [GeneratedRegex(@"\]\(([^)#\s]*)(?:#[^)]*)?\)", RegexOptions.None, 1000)]
    private static partial Regex Link();
}
