namespace Causeway.Authentication.Tests.Spf;

/// <summary>Vectors of others, which lie beside the repository.</summary>
internal static class SharedVectors
{
    /// <summary>The text of a file below shared/data; skips the test where there is none.</summary>
    public static string Read(params string[] path)
    {
        var at = new DirectoryInfo(AppContext.BaseDirectory);
        while (at is not null && !File.Exists(Path.Combine(at.FullName, "Causeway.slnx")))
        {
            at = at.Parent;
        }

        Assert.NotNull(at);
        var file = Path.Combine([at.FullName, "..", "shared", "data", .. path]);
        Assert.SkipUnless(File.Exists(file), $"{string.Join('/', path)} is not beside the repository.");
        return File.ReadAllText(file);
    }
}
