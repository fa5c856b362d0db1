using Causeway.Authentication.Arc;

namespace Causeway.Transport.Receiving;

/// <summary>
/// Seals what goes on from the site that judged it (RFC 8617), so that whoever gets it later can believe what was found
/// here although it came by other servers.
/// </summary>
public sealed class SealStep : IStep
{
    public string Name => "Seal";

    public Incoming Take(Incoming message) =>
        message is { Verdict: { } verdict, Body: { } body }
        && message.Keys.Sealing(message.At) is { } key
        && message.Decisions.Any(decision => decision.Hops.Any(hop => hop.Next is not null))
            ? message with
            {
                Fields =
                [
                    .. ArcSealer.Seal(
                        message.Header, verdict.Arc, CompositeAuthentication.ResultsOf(message, verdict), body, key,
                        message.At),
                    .. message.Fields,
                ],
            }
            : message;
}
