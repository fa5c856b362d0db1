namespace Causeway.EndToEnd.Tests.Support;

/// <summary>The working tree: the program under test is started from it, as a user starts it.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot(AppContext.BaseDirectory);

    public static string Launcher => Path("causeway");

    public static string LabTopology => Path("samples/lab/causeway.yaml");

    public static string OutsideTopology => Path("samples/lab/fabrikam.yaml");

    public static string Path(string relative) => System.IO.Path.Combine(Root, relative);

    private static string FindRoot(string from)
    {
        for (var folder = new DirectoryInfo(from); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "Causeway.slnx")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"{from} lies in no folder that holds Causeway.slnx.");
    }
}
