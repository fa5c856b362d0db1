using System.Net;
using System.Net.Security;
using Causeway.Core.Topology;

namespace Causeway.Smtp.Client;

/// <summary>How a site speaks as client.</summary>
public sealed record SmtpClientOptions
{
    /// <summary>The name in EHLO (RFC 5321 section 4.1.1.1).</summary>
    public required string EhloName { get; init; }

    public required TlsLevel Tls { get; init; }

    /// <summary>The local address to connect from; null leaves it to the operating system.</summary>
    public IPAddress? Source { get; init; }

    /// <summary>Shown to the peer at level Mutual, where it is required; with its intermediate certificates.</summary>
    public SslStreamCertificateContext? ClientCertificate { get; init; }

    /// <summary>TLS from the first octet (submissions, port 465, RFC 8314 section 3.3) instead of STARTTLS.</summary>
    public bool UsesImplicitTls { get; init; }

    public SmtpTimeLimits Limits { get; init; } = new();
}
