using Causeway.Dns;
using Causeway.Mail;

namespace Causeway.Authentication.Dkim;

/// <summary>Judges the DKIM signatures of messages (RFC 6376 section 6, with RFC 8301 and RFC 8463).</summary>
public sealed class DkimVerifier(IResolver resolver, TimeProvider clock)
{
    /// <summary>
    /// So many signatures of a message are judged, from the top. RFC 6376 section 6.1 leaves it to the verifier; mail
    /// with two keys that passed two lists has six.
    /// </summary>
    public const int SignatureLimit = 8;

    /// <summary>Keys that were read already; shared by whoever judges many messages.</summary>
    internal KeyCache Keys { get; init; } = new();

    /// <summary>
    /// Reads the signatures, and asks <paramref name="body"/> for the hashes that they need, before it is written.
    /// </summary>
    public DkimVerification Begin(HeaderBlock header, BodyHashes body) =>
        new(header, body, new KeyLookup(resolver, Keys), clock.GetUtcNow());
}
