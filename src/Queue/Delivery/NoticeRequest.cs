using System.Collections.Immutable;
using Causeway.Queue.Facts;

namespace Causeway.Queue.Delivery;

/// <summary>
/// Recipients of one copy about which the sender may be told. The peer is the next hop that decided; null where none
/// was reached. <paramref name="RetriedUntil"/> is set where a delay is told.
/// </summary>
public sealed record NoticeRequest(
    Accepted Message, Copy Copy, NoticeKind Kind, ImmutableArray<Result> Results, Peer? Peer,
    DateTimeOffset? RetriedUntil);
