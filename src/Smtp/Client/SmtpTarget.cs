using System.Net;

namespace Causeway.Smtp.Client;

/// <summary>
/// Where to connect. <paramref name="HostName"/> is sent as server name in TLS (RFC 6066 section 3);
/// <paramref name="Expected"/> says who must answer, and is required at TLS levels Verified and Mutual.
/// </summary>
public sealed record SmtpTarget(IPEndPoint Endpoint, string HostName, PeerVerification? Expected = null);
