using Causeway.Core.Topology;

namespace Causeway.Directories;

/// <summary>
/// What the directory holds under one address. An entry without anything is none; one without a record remembers that
/// a row of the recipients file was removed by an order, so that the same row does not bring it back.
/// </summary>
/// <param name="Record">The recipient whose primary address it is.</param>
/// <param name="FileRow">A digest of the row of the recipients file that was taken last; null where none was.</param>
/// <param name="Keys">The user's credentials in their text form; never passwords.</param>
public sealed record DirectoryEntry(Recipient? Record, string? FileRow, string? Keys)
{
    public static DirectoryEntry None { get; } = new(null, null, null);

    public bool IsEmpty => this is { Record: null, FileRow: null, Keys: null };
}
