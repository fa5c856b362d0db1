using Causeway.Mail;

namespace Causeway.Authentication.Arc;

/// <summary>The three fields of one instance (RFC 8617 section 4.2).</summary>
/// <param name="Instance">i=.</param>
/// <param name="Results">ARC-Authentication-Results.</param>
/// <param name="Message">ARC-Message-Signature; null where its tags are not those of a signature.</param>
/// <param name="MessageField">The field of it.</param>
/// <param name="Seal">ARC-Seal.</param>
internal sealed record ArcSet(
    int Instance, HeaderField Results, HeaderField MessageField, ArcMessageSignature? Message, ArcSeal Seal);
