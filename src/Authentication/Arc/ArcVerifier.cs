using Causeway.Authentication.Dkim;
using Causeway.Dns;
using Causeway.Mail;

namespace Causeway.Authentication.Arc;

/// <summary>Judges the ARC chains of messages (RFC 8617 section 5.2).</summary>
public sealed class ArcVerifier(IResolver resolver, TimeProvider clock)
{
    /// <summary>Keys that were read already; shared by whoever judges many messages.</summary>
    internal KeyCache Keys { get; init; } = new();

    /// <summary>
    /// Reads the sets, and asks <paramref name="body"/> for the hashes that they need: before the body is written.
    /// </summary>
    public ArcVerification Begin(HeaderBlock header, BodyHashes body) =>
        new(header, body, new KeyLookup(resolver, Keys), clock.GetUtcNow());
}
