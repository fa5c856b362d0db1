using Causeway.Ledger.Forgetting;
using Causeway.Storage;

namespace Causeway.Queue.Tests.Forgetting;

/// <summary>
/// Keeps what a site deletes of its log, so that the judge can read the whole of it; the site never sees it again.
/// </summary>
internal sealed class ArchivingDisk(IDisk disk, ForgetfulDisk archive) : IDisk
{
    public void CreateFolder(string folder) => disk.CreateFolder(folder);

    public IReadOnlyList<DiskEntry> ListFiles(string folder) => disk.ListFiles(folder);

    public IReadOnlyList<string> ListFolders(string folder) => disk.ListFolders(folder);

    public IDiskFile Create(string name) => disk.Create(name);

    public IDiskFile OpenForAppend(string name) => disk.OpenForAppend(name);

    public IDiskFile OpenForRead(string name) => disk.OpenForRead(name);

    public bool Exists(string name) => disk.Exists(name);

    public void Rename(string from, string to) => disk.Rename(from, to);

    public void Delete(string name)
    {
        if (name.StartsWith("facts/", StringComparison.Ordinal) && disk.Exists(name))
        {
            using var source = disk.OpenForRead(name);
            var octets = new byte[source.Length];
            _ = source.ReadAsync(0, octets, default).AsTask().GetAwaiter().GetResult();
            archive.CreateFolder("facts");
            using var copy = archive.Create(name);
            copy.Append([octets]);
        }

        disk.Delete(name);
    }

    public void SyncFolder(string folder) => disk.SyncFolder(folder);

    public IDisposable Lock(string name) => disk.Lock(name);
}
