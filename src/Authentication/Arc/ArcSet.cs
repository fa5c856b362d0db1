using Causeway.Authentication.Dkim;
using Causeway.Mail;

namespace Causeway.Authentication.Arc;

/// <summary>The three fields of one instance (RFC 8617 section 4.2).</summary>
/// <param name="Instance">i=.</param>
/// <param name="Results">ARC-Authentication-Results.</param>
/// <param name="Message">ARC-Message-Signature.</param>
/// <param name="Seal">ARC-Seal.</param>
/// <param name="Sealed">What the seal says.</param>
internal sealed record ArcSet(int Instance, HeaderField Results, ArcField Message, ArcField Seal, ArcSeal Sealed);
