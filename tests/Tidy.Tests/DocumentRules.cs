using System.Text.RegularExpressions;

namespace Causeway.Tidy.Tests;

/// <summary>Documents say what the sources say.</summary>
internal static partial class DocumentRules
{
    private static readonly string[] Statuses = ["yes", "partly", "no"];

    /// <summary>RFC numbers with their status: the rows `| 5321 | title | status | module | notes |`.</summary>
    public static IReadOnlyDictionary<string, string> Standards(string standards)
    {
        var rows = new Dictionary<string, string>();
        foreach (var line in standards.Split('\n'))
        {
            var cells = line.Split('|', StringSplitOptions.TrimEntries);
            if (cells.Length >= 6 && RfcNumber().IsMatch(cells[1]))
            {
                rows.Add(cells[1], cells[3]);
            }
        }

        return rows;
    }

    public static IEnumerable<string> CitationFaults(string standards, IEnumerable<SourceFile> files)
    {
        var rows = Standards(standards);
        foreach (var (rfc, status) in rows.Where(row => !Statuses.Contains(row.Value)))
        {
            yield return $"STANDARDS.md: the status of RFC {rfc} is '{status}'; write yes, partly or no";
        }

        foreach (var file in files)
        {
            foreach (var rfc in Cited(file.Text).Where(rfc => !rows.ContainsKey(rfc)))
            {
                yield return $"{file.Path}: cites RFC {rfc}, which STANDARDS.md does not list";
            }
        }
    }

    /// <summary>The lines of fenced `sh` blocks that are commands.</summary>
    public static IEnumerable<string> ShellCommands(string document) =>
        from Match block in ShellBlock().Matches(document)
        from line in block.Groups[1].Value.Split('\n', StringSplitOptions.TrimEntries)
        where line.Length > 0 && line[0] != '#'
        select line.StartsWith("$ ", StringComparison.Ordinal) ? line[2..] : line;

    /// <summary>Each command is a script of ours that exists; the verb of ./causeway is in the sources.</summary>
    public static IEnumerable<string> CommandFaults(
        string path, string document, Func<string, bool> exists, IReadOnlySet<string> verbs)
    {
        foreach (var command in ShellCommands(document))
        {
            var words = command.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words[0].StartsWith("./", StringComparison.Ordinal) && !exists(words[0][2..]))
            {
                yield return $"{path}: `{command}`: there is no {words[0]}";
            }
            else if (words[0] == "./causeway" && words.Length > 1 && char.IsAsciiLetterLower(words[1][0])
                && !verbs.Contains(words[1]))
            {
                yield return $"{path}: `{command}`: causeway has no command {words[1]}";
            }

            foreach (var sample in words.Where(word => word.StartsWith("samples/", StringComparison.Ordinal)))
            {
                if (!exists(sample))
                {
                    yield return $"{path}: `{command}`: there is no {sample}";
                }
            }
        }
    }

    /// <summary>The verbs of the command line: `new Command("verb"` or a constructor's `: base("verb"`.</summary>
    public static IReadOnlySet<string> Verbs(IEnumerable<SourceFile> files) =>
        files.SelectMany(file => CommandName().Matches(file.Text)).Select(match => match.Groups[1].Value).ToHashSet();

    public static IEnumerable<string> OpenEnds(string path, string text) =>
        text.Split('\n').Select((line, index) => (Line: line, Number: index + 1))
            .Where(item => OpenEnd().IsMatch(item.Line))
            .Select(item => $"{path}:{item.Number}: an open end; do it or file an issue");

    /// <summary>
    /// The claims of the threat model: every test that it names exists, and every row of a table with a column for
    /// tests names one.
    /// </summary>
    public static IEnumerable<string> ClaimFaults(string document, IReadOnlySet<string> tests)
    {
        var inClaims = false;
        foreach (var line in document.Split('\n'))
        {
            var named = NamedTest().Matches(line).Select(match => match.Groups[1].Value).ToList();
            foreach (var name in named.Where(name => !tests.Contains(name)))
            {
                yield return $"SECURITY.md names `{name}`, and there is no such test";
            }

            var isRow = line.StartsWith('|');
            if (isRow && inClaims && named.Count == 0 && !line.StartsWith("| ---", StringComparison.Ordinal))
            {
                yield return $"SECURITY.md claims without a test: {line}";
            }

            inClaims = isRow && (inClaims || line.EndsWith("| test |", StringComparison.Ordinal));
        }
    }

    /// <summary>Classes of tests and their methods, as <c>RouterTests</c> and <c>RouterTests.A_sentence</c>.</summary>
    public static IReadOnlySet<string> TestNames(IEnumerable<SourceFile> files) => files
        .Select(file => (file.Text, Class: Path.GetFileNameWithoutExtension(file.Path)))
        .Where(file => file.Class.EndsWith("Tests", StringComparison.Ordinal))
        .SelectMany(file => TestMethod().Matches(file.Text).Select(match => $"{file.Class}.{match.Groups[1].Value}")
            .Append(file.Class))
        .ToHashSet();

    private static IEnumerable<string> Cited(string text) => Citation().Matches(text)
        .SelectMany(match => match.Groups[1].Value.Split('/')).Distinct();

    [GeneratedRegex(@"\bRFC[ -]?(\d{3,5}(?:/\d{3,5})*)", RegexOptions.None, 1000)]
    private static partial Regex Citation();

    [GeneratedRegex(@"`([A-Z][A-Za-z]*Tests(?:\.\w+)?)`", RegexOptions.None, 1000)]
    private static partial Regex NamedTest();

    [GeneratedRegex(@"public (?:async Task|Task|void) ([A-Z]\w+)\(", RegexOptions.None, 1000)]
    private static partial Regex TestMethod();

    [GeneratedRegex(@"^\d{3,5}$", RegexOptions.None, 1000)]
    private static partial Regex RfcNumber();

    [GeneratedRegex(@"^```sh\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline, 1000)]
    private static partial Regex ShellBlock();

    [GeneratedRegex(@"(?:new Command|base|new)\(\s*""([a-z][a-z-]*)""", RegexOptions.None, 1000)]
    private static partial Regex CommandName();

    [GeneratedRegex(@"\b(TO[D]O|FIX[M]E|HA[C]K|XX[X]|TB[D])\b", RegexOptions.None, 1000)]
    private static partial Regex OpenEnd();
}
