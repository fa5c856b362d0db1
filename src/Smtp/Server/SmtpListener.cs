using System.Net;

namespace Causeway.Smtp.Server;

/// <summary>One endpoint on which a server listens; port 0 takes any free one.</summary>
public sealed record SmtpListener(IPEndPoint EndPoint, ListenerKind Kind);
