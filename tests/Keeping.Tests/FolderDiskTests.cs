using Causeway.Storage;

namespace Causeway.Keeping.Tests;

/// <summary>Root works in folders whose owner is the user of a service, who may have left links there.</summary>
public sealed class FolderDiskTests : IDisposable
{
    private readonly DirectoryInfo above = Directory.CreateTempSubdirectory("causeway-disk-");

    public void Dispose() => above.Delete(recursive: true);

    [Fact]
    public void Root_writes_through_no_link()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "only root writes where others may not");
        var victim = Path.Combine(above.FullName, "victim");
        var disk = new FolderDisk(Path.Combine(above.FullName, "site"));
        disk.CreateFolder("");
        File.WriteAllText(victim, "as it was");
        foreach (var name in (string[])["made", "appended", "lock"])
        {
            File.CreateSymbolicLink(Path.Combine(above.FullName, "site", name), victim);
        }

        using (var made = disk.Create("made"))
        {
            made.Append(["new"u8.ToArray()]);
        }

        Assert.Equal("new", File.ReadAllText(Path.Combine(above.FullName, "site", "made")));
        Assert.Contains(
            "is a link", Assert.Throws<IOException>(() => disk.OpenForAppend("appended")).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "is a link", Assert.Throws<IOException>(() => disk.Lock("lock")).Message, StringComparison.Ordinal);
        Assert.Equal("as it was", File.ReadAllText(victim));
    }
}
