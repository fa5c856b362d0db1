using System.Net;
using System.Net.Security;

namespace Causeway.Smtp.Server;

/// <summary>What a server is: its name, its endpoints, its certificate and its limits.</summary>
public sealed record SmtpServerOptions
{
    /// <summary>The name in the greeting and in the reply to EHLO.</summary>
    public required string HostName { get; init; }

    public IReadOnlyList<SmtpListener> Listeners { get; init; } = [];

    /// <summary>
    /// The certificate, asked for at each handshake, so that a renewed one serves without a restart; by the host name
    /// that the client asks for (RFC 6066 section 3), null where it says none. Null, or a result of null, where there
    /// is no certificate: STARTTLS is not offered then.
    /// </summary>
    public Func<string?, SslStreamCertificateContext?>? Certificate { get; init; }

    /// <summary>
    /// Whose connections begin with a header that says for whom they are (the PROXY protocol); nobody else's do.
    /// </summary>
    public IReadOnlyList<IPNetwork> Balancers { get; init; } = [];

    public SmtpLimits Limits { get; init; } = new();
}
