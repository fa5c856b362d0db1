using System.Text;

namespace Causeway.Fuzz;

/// <summary>The inputs that are kept: ours beside the sources, and dialogs of others where they are at hand.</summary>
internal static class Corpus
{
    /// <summary>The inputs of a target, by path, so that a run can be repeated.</summary>
    public static IReadOnlyList<byte[]> Of(IFuzzTarget target)
    {
        var root = FindRoot() ?? throw new DirectoryNotFoundException("The repository was not found.");
        var inputs = Read(Path.Combine(root, "tests", "Fuzz", "corpus", target.Name), File.ReadAllBytes);
        var dialogs = Path.Combine(root, "..", "shared", "data", "smtp-dialogs-dev", "chasquid");
        if (target.Name == SessionTarget.TargetName && Directory.Exists(dialogs))
        {
            inputs = inputs.Concat(Read(dialogs, Dialog));
        }

        return [.. inputs.Where(input => input.Length > 0)];
    }

    private static IEnumerable<byte[]> Read(string folder, Func<string, byte[]> read) =>
        Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(read);

    /// <summary>What the client says in a dialog of chasquid, or a seed of its own fuzz target.</summary>
    private static byte[] Dialog(string path)
    {
        var said = new StringBuilder();
        foreach (var line in File.ReadLines(path))
        {
            if (line.StartsWith("c -> ", StringComparison.Ordinal))
            {
                said.Append(line[5..]).Append("\r\n");
            }
            else if (line.StartsWith("[]byte(\"", StringComparison.Ordinal))
            {
                said.Append(line[8..^2].Replace("\\n", "\r\n", StringComparison.Ordinal)
                    .Replace("\\x00", "\0", StringComparison.Ordinal)
                    .Replace("\\\"", "\"", StringComparison.Ordinal));
            }
        }

        return Encoding.UTF8.GetBytes(said.ToString());
    }

    private static string? FindRoot()
    {
        var at = new DirectoryInfo(AppContext.BaseDirectory);
        while (at is not null && !File.Exists(Path.Combine(at.FullName, "Causeway.slnx")))
        {
            at = at.Parent;
        }

        return at?.FullName;
    }
}
