using System.Collections.Immutable;
using Causeway.Core.Addresses;

namespace Causeway.Core.Envelopes;

/// <summary>What SMTP says of a message outside its octets: MAIL FROM and RCPT TO with their parameters.</summary>
public sealed record Envelope(ReversePath From, ImmutableArray<EnvelopeRecipient> Recipients)
{
    /// <summary>ENVID in xtext, as it came (RFC 3461 section 4.4).</summary>
    public string? EnvelopeId { get; init; }

    public ReturnContent Return { get; init; }

    /// <summary>True where an address or a header field needs UTF-8 (RFC 6531).</summary>
    public bool NeedsUtf8 { get; init; }

    /// <summary>An envelope without parameters.</summary>
    public static Envelope Plain(ReversePath from, IEnumerable<EmailAddress> recipients) =>
        new(from, [.. recipients.Select(recipient => new EnvelopeRecipient(recipient))]);
}
