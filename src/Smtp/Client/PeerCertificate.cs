using System.Security.Cryptography.X509Certificates;

namespace Causeway.Smtp.Client;

/// <summary>What a server showed of itself in TLS, whether or not anybody believed it.</summary>
/// <param name="Names">The DNS names among the subject's alternative names (RFC 9525).</param>
public sealed record PeerCertificate(IReadOnlyList<string> Names, DateTimeOffset NotAfter)
{
    internal static PeerCertificate? Of(X509Certificate? shown) => shown is not X509Certificate2 certificate
        ? null
        : new PeerCertificate(
            [.. certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>()
                .SelectMany(extension => extension.EnumerateDnsNames())],
            certificate.NotAfter.ToUniversalTime());
}
