using System.Collections.Immutable;
using Causeway.Core.Addresses;

namespace Causeway.Mailboxes;

/// <summary>
/// A message that must be in a mailbox, as the site's log tells: how the delivery was named, and the pieces of its
/// octets with their CRC-32C.
/// </summary>
public sealed record ExpectedMessage(
    EmailAddress Address, string QueueId, int Copy, DateTimeOffset AcceptedAt, ReversePath ReversePath,
    ImmutableArray<(int Octets, uint Crc)> Pieces);
