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

        foreach (var file in Directory.EnumerateFiles(Path, "*", SearchOption.AllDirectories))
        {
            File.Copy(file, file.Replace(Path, copy.Path, StringComparison.Ordinal));
        }

        return copy;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
