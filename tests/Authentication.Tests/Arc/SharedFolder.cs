namespace Causeway.Authentication.Tests.Arc;

/// <summary>The folders of test data beside the repository.</summary>
internal static class SharedFolder
{
    /// <summary>Null where it is not there.</summary>
    public static string? Find(string name)
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (File.Exists(Path.Combine(at.FullName, "Causeway.slnx")))
            {
                var path = Path.GetFullPath(Path.Combine(at.FullName, "..", "shared", "data", name));
                return Directory.Exists(path) ? path : null;
            }
        }

        return null;
    }
}
