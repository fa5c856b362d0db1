using System.Net;

namespace Causeway.Smtp.Client;

/// <summary>For the trace: both ends, and the TLS (<c>TLS1.3 TLS_AES_256_GCM_SHA384</c>; null in clear).</summary>
public sealed record SmtpConnectionFacts(IPEndPoint Local, IPEndPoint Remote, string? TlsDescription)
{
    /// <summary>What the server offered.</summary>
    public SmtpExtensions Extensions { get; init; } = SmtpExtensions.None;
}
