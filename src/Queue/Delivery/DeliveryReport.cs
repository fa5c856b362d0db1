using System.Collections.Immutable;
using Causeway.Queue.Facts;

namespace Causeway.Queue.Delivery;

/// <summary>
/// How each recipient of an attempt fared; one that is not named counts as deferred. The peer is null where no
/// connection was made.
/// </summary>
public sealed record DeliveryReport(ImmutableArray<Result> Results, Peer? Peer);
