using Causeway.Core.Addresses;

namespace Causeway.Mailboxes;

/// <summary>
/// One message for one mailbox. Queue id, copy and address name the delivery: made again after a crash, it makes no
/// second message.
/// </summary>
public sealed record MailboxDelivery
{
    public required EmailAddress Address { get; init; }

    public required string QueueId { get; init; }

    public required int Copy { get; init; }

    /// <summary>The number of the attempt; from the second on, the message may be there already.</summary>
    public required int Attempt { get; init; }

    public required ReversePath ReversePath { get; init; }

    /// <summary>When this site accepted the message; the same at every attempt.</summary>
    public required DateTimeOffset AcceptedAt { get; init; }

    /// <summary>What the mailbox may hold, in octets; null without a limit.</summary>
    public long? Quota { get; init; }

    /// <summary>The length of <see cref="Octets"/>; asked for where there is a quota.</summary>
    public long Size { get; init; }

    /// <summary>The octets as they stand in the spool, in pieces that are valid until the next is asked for.</summary>
    public required IAsyncEnumerable<ReadOnlyMemory<byte>> Octets { get; init; }
}
