using System.Collections.Immutable;
using System.Net;

namespace Causeway.Core.Routing;

/// <summary>
/// What a connection proves about its peer: the address, and the certificate where one was presented.
/// </summary>
public sealed record PeerIdentity(IPAddress Address, PresentedCertificate? Certificate);

/// <summary>
/// A client certificate after verification. <see cref="IsVerified"/>: the chain ends at the organization's own CA or at
/// a public root, and the certificate is valid now.
/// </summary>
public sealed record PresentedCertificate(
    bool IsVerified, bool IsOfOrganization, ImmutableArray<string> Uris, ImmutableArray<string> DnsNames);
