namespace Causeway.Storage;

/// <summary>A file in a folder: its name without the folder, and its length in octets.</summary>
public readonly record struct DiskEntry(string Name, long Length);
