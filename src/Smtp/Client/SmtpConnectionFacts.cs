using System.Net;
using Causeway.Core.Replies;

namespace Causeway.Smtp.Client;

/// <summary>For the trace: both ends, and the TLS (<c>TLS1.3 TLS_AES_256_GCM_SHA384</c>; null in clear).</summary>
public sealed record SmtpConnectionFacts(IPEndPoint Local, IPEndPoint Remote, string? TlsDescription)
{
    /// <summary>What the server offered.</summary>
    public SmtpExtensions Extensions { get; init; } = SmtpExtensions.None;

    /// <summary>The reply with which the server began.</summary>
    public SmtpReply? Greeting { get; init; }

    /// <summary>What the server showed; null in clear.</summary>
    public PeerCertificate? Certificate { get; init; }
}
