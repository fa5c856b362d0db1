using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace Causeway.Smtp.Server;

/// <summary>
/// What the TLS handshake showed. The peer holds the key of the client certificate; nothing else about the certificate
/// has been verified, for whom it is trusted is the policy's to say.
/// </summary>
public sealed record TlsFacts(SslProtocols Protocol, string CipherSuite, X509Certificate2? ClientCertificate);
