namespace Causeway.Storage;

/// <summary>
/// A folder on a disk: the one way by which spool and mailboxes touch files, so that a simulated disk that forgets can
/// stand below them. Names are relative to the folder, with <c>/</c> between the parts. What was not synced may be lost
/// in a crash: octets until <see cref="IDiskFile.Sync"/>, names (created, renamed, deleted) until <see
/// cref="SyncFolder"/> of the folder that holds them. Faults are <see cref="IOException"/>. Different files may be used
/// by different threads at the same time.
/// </summary>
public interface IDisk
{
    /// <summary>
    /// Makes the folder and those above it where they do not exist; they are durable on return, also where a process
    /// that died had made them. Empty names the disk's own folder.
    /// </summary>
    void CreateFolder(string folder);

    /// <summary>
    /// The files directly in a folder, without its sub-folders; empty where the folder does not exist.
    /// </summary>
    IReadOnlyList<DiskEntry> ListFiles(string folder);

    /// <summary>The names of the folders directly in a folder; empty where the folder does not exist.</summary>
    IReadOnlyList<string> ListFolders(string folder);

    /// <summary>Creates a file for appending; one of this name is emptied.</summary>
    IDiskFile Create(string name);

    /// <summary>Opens an existing file for appending.</summary>
    IDiskFile OpenForAppend(string name);

    /// <summary>Opens an existing file for reading while others may append to it, rename it or delete it.</summary>
    IDiskFile OpenForRead(string name);

    bool Exists(string name);

    /// <summary>The octets that can still be written, as far as the disk tells.</summary>
    long AvailableOctets => long.MaxValue;

    /// <summary>Renames a file within the disk in one step; a file of the new name is replaced.</summary>
    void Rename(string from, string to);

    /// <summary>Deletes a file; nothing happens where it does not exist.</summary>
    void Delete(string name);

    /// <summary>Makes the names in a folder durable.</summary>
    void SyncFolder(string folder);

    /// <summary>Holds a name for this process until disposed; throws <see cref="DiskLockedException"/>.</summary>
    IDisposable Lock(string name);
}
