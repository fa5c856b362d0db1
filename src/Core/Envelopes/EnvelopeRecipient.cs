using Causeway.Core.Addresses;

namespace Causeway.Core.Envelopes;

/// <summary>
/// One RCPT TO. <see cref="OriginalRecipient"/> is the value of ORCPT as it came, such as
/// <c>rfc822;ada@contoso.example</c> in xtext (RFC 3461 section 4.2); null where the sender gave none.
/// </summary>
public sealed record EnvelopeRecipient(
    EmailAddress Address, NotifyOn Notify = NotifyOn.Unspecified, string? OriginalRecipient = null);
