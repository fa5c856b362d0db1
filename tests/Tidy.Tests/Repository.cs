namespace Causeway.Tidy.Tests;

/// <summary>The working tree in which the tests run.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot(AppContext.BaseDirectory);

    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    public static bool Exists(string path) => File.Exists(Path.Combine(Root, path));

    public static bool HasFileOrFolder(string path) => Path.Exists(Path.Combine(Root, path));

    /// <summary>The C# files of the folders that exist, by path.</summary>
    public static IReadOnlyList<SourceFile> Sources(params string[] folders) =>
        [.. Files("*.cs", folders).Select(path => new SourceFile(path, Read(path)))];

    /// <summary>Paths with forward slashes, relative to the root; what a build made is left out.</summary>
    public static IReadOnlyList<string> Files(string pattern, params string[] folders) =>
        [.. folders
            .Select(folder => Path.Combine(Root, folder))
            .Where(Directory.Exists)
            .SelectMany(folder => Directory.EnumerateFiles(folder, pattern, SearchOption.AllDirectories))
            .Select(path => Path.GetRelativePath(Root, path).Replace('\\', '/'))
            .Where(path => !path.Split('/').Any(part => part is "bin" or "obj" or ".build"))
            .Order(StringComparer.Ordinal)];

    private static string FindRoot(string from)
    {
        for (var folder = new DirectoryInfo(from); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Causeway.slnx")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"{from} lies in no folder that holds Causeway.slnx.");
    }
}
