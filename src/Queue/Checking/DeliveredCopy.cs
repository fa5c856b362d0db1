using System.Collections.Immutable;
using Causeway.Queue.Facts;

namespace Causeway.Queue.Checking;

/// <summary>A copy that was put into the mailbox of a recipient, with the checksums of its octets.</summary>
public sealed record DeliveredCopy(
    string Recipient, string Id, int Copy, DateTimeOffset AcceptedAt, string From, string TraceId, string? MessageId,
    ImmutableArray<Extent> Body);
