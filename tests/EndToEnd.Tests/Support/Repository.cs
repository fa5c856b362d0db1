namespace Causeway.EndToEnd.Tests.Support;

/// <summary>The working tree: the program under test is started from it, as a user starts it.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot(AppContext.BaseDirectory);

    public static string Launcher => Path("causeway");

    /// <summary>
    /// The lab's topology for sites that run as processes of their own: no DNS publishes a proof for them, so that the
    /// file vouches for its domains.
    /// </summary>
    public static string LabTopology { get; } = Vouched("causeway.yaml", "recipients.csv");

    public static string OutsideTopology { get; } = Vouched("fabrikam.yaml", "fabrikam.csv");

    public static string Path(string relative) => System.IO.Path.Combine(Root, relative);

    private static string Vouched(string topology, string recipients)
    {
        var folder = Directory.CreateDirectory(System.IO.Path.Combine(AppContext.BaseDirectory, "vouched")).FullName;
        File.Copy(Path($"samples/lab/{recipients}"), System.IO.Path.Combine(folder, recipients), overwrite: true);
        var file = System.IO.Path.Combine(folder, topology);
        File.WriteAllText(file, File.ReadAllText(Path($"samples/lab/{topology}")).Replace(
            "{ type: authoritative }", "{ type: authoritative, verify: no }", StringComparison.Ordinal));
        return file;
    }

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
