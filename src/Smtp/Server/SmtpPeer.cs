using System.Net;

namespace Causeway.Smtp.Server;

/// <summary>Both ends of a connection. An IPv4 address mapped into IPv6 appears as IPv4.</summary>
public sealed record SmtpPeer(IPEndPoint Remote, IPEndPoint Local, ListenerKind Kind);
