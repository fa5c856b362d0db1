using System.Collections.Immutable;

namespace Causeway.Mailboxes;

/// <summary>
/// A message in a mailbox. The id is unique in its mailbox and stays; the size is of the stored octets.
/// </summary>
public sealed record StoredMessage(
    string Id,
    string Folder,
    long Size,
    DateTimeOffset InternalDate,
    string? From,
    string? Subject,
    string? MessageId,
    ImmutableArray<string> Flags);
