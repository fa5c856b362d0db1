using System.Collections.Immutable;
using Causeway.Core.Routing;
using Causeway.Core.Topology;
using Causeway.Mail;
using Causeway.Transport.Delivering;
using Causeway.Transport.Identity;

namespace Causeway.Transport.Receiving;

/// <summary>
/// Puts this site's trace fields on top (RFC 5321 section 4.4): Received, and for our own sites the id of the trace
/// with a mark for each recipient that was served here. The octets below stay as they came.
/// </summary>
public sealed class StampStep : IStep
{
    public string Name => "Enqueue";

    public Incoming Take(Incoming message)
    {
        var received = new ReceivedField
        {
            Helo = message.Arrival.Helo,
            Address = message.Arrival.Peer.Address.ToString(),
            By = message.Here.Host,
            IsExtended = message.Arrival.IsExtended,
            IsUtf8 = message.Envelope.NeedsUtf8,
            IsAuthenticated = message.Origin is Origin.Submission,
            Tls = message.Arrival.Tls,
            Pool = Pool(message),
            Id = message.QueueId,
            For = message.Recipients.Length == 1 ? message.Recipients[0].Address.ToString() : null,
            At = message.At,
        };
        var served = message.Decisions.SelectMany(decision => decision.Served)
            .Select(mark => KeyedMarks.Write(message.Key, mark)).Distinct().ToImmutableArray();
        var trace = new TraceHeader(message.TraceId, served);
        return message with { Stamp = [.. trace.Write(), .. message.Fields, .. received.Write()] };
    }

    // Whoever gets the message sees the address anyway; the pool beside it says to our own people why that one.
    private static string? Pool(Incoming message) =>
        message.Decisions.Any(decision => decision.Hops.Any(hop => hop.Next is { IsInternet: true }))
        && !message.Here.Pools.IsEmpty
            ? OutboundPools.Word(PoolChoice.Of(
                message.Snapshot.Organization, message.Here, LeavingMail.Of(message)).Pool)
            : null;
}
