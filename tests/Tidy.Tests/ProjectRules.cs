namespace Causeway.Tidy.Tests;

/// <summary>The arrows between projects are the figure's; each package has its decision record.</summary>
internal static class ProjectRules
{
    /// <summary>Opens the figure in ARCHITECTURE.md; its lines are `A -> B, C`, or `A` for no reference.</summary>
    public const string Fence = "```text dependencies";

    public static IReadOnlyDictionary<string, IReadOnlySet<string>> Figure(string architecture)
    {
        var lines = architecture.Split('\n');
        var start = Array.FindIndex(lines, line => line.TrimEnd() == Fence);
        return lines.Skip(start < 0 ? lines.Length : start + 1)
            .TakeWhile(line => !line.StartsWith("```", StringComparison.Ordinal))
            .Where(line => line.Trim().Length > 0)
            .Select(line => line.Split("->"))
            .ToDictionary(
                sides => sides[0].Trim(),
                sides => (IReadOnlySet<string>)sides.Skip(1)
                    .SelectMany(names => names.Split(',', StringSplitOptions.TrimEntries)).ToHashSet());
    }

    public static IEnumerable<string> ArrowFaults(string architecture, IReadOnlyCollection<Project> projects)
    {
        var figure = Figure(architecture);
        foreach (var project in projects)
        {
            if (!figure.TryGetValue(project.Name, out var arrows))
            {
                yield return $"ARCHITECTURE.md: the figure lacks {project.Name}";
                continue;
            }

            foreach (var name in project.Projects.Except(arrows))
            {
                yield return $"src/{project.Name}: references {name}, which the figure in ARCHITECTURE.md lacks";
            }

            foreach (var name in arrows.Except(project.Projects))
            {
                yield return $"ARCHITECTURE.md: the figure has {project.Name} -> {name}, which the project has not";
            }
        }

        foreach (var name in figure.Keys.Except(projects.Select(project => project.Name)))
        {
            yield return $"ARCHITECTURE.md: the figure has {name}, which is no project";
        }
    }

    /// <summary>A record is a decision on a package when it names the package in backquotes.</summary>
    public static IEnumerable<string> PackagesWithoutRecord(
        IEnumerable<Project> projects, IReadOnlyCollection<string> records) =>
        from package in projects.SelectMany(project => project.Packages).Distinct().Order(StringComparer.Ordinal)
        where !records.Any(record => record.Contains($"`{package}`", StringComparison.Ordinal))
        select $"docs/adr: no record names `{package}`; say why it is used and what else was weighed";
}
