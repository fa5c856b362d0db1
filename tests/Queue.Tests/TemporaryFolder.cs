namespace Causeway.Queue.Tests;

/// <summary>A folder that goes with the test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("causeway-").FullName;

    public TemporaryFolder Copy()
    {
        var copy = new TemporaryFolder();
        foreach (var folder in Directory.EnumerateDirectories(Path, "*", SearchOption.AllDirectories))
        {
            Directory.CreateDirectory(folder.Replace(Path, copy.Path, StringComparison.Ordinal));
        }

        // Facts before bodies, so that the copy of a spool in use is a state that it was in.
        var files = Directory.GetFiles(Path, "*", SearchOption.AllDirectories)
            .Where(name => !name.EndsWith("lock", StringComparison.Ordinal));
        foreach (var file in files.OrderDescending(StringComparer.Ordinal))
        {
            using var from = new FileStream(
                file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var to = File.Create(file.Replace(Path, copy.Path, StringComparison.Ordinal));
            from.CopyTo(to);
        }

        return copy;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
