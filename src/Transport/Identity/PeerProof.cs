using System.Collections.Immutable;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using Causeway.Core.Routing;
using Causeway.Smtp.Client;

namespace Causeway.Transport.Identity;

/// <summary>Turns a presented client certificate into what attribution may believe of it.</summary>
public static class PeerProof
{
    public static PeerIdentity Of(
        IPAddress address, X509Certificate2? certificate, X509Certificate2 authority, TimeProvider clock)
    {
        if (certificate is null)
        {
            return new PeerIdentity(address, null);
        }

        var isOfOrganization = Verifies(certificate, authority, clock);
        return new PeerIdentity(address, new PresentedCertificate(
            isOfOrganization || Verifies(certificate, null, clock), isOfOrganization,
            [.. CertificateNames.Uris(certificate)], Names(certificate)));
    }

    private static bool Verifies(X509Certificate2 certificate, X509Certificate2? authority, TimeProvider clock)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.VerificationTime = clock.GetUtcNow().UtcDateTime;
        chain.ChainPolicy.VerificationTimeIgnored = false;
        chain.ChainPolicy.ApplicationPolicy.Add(new System.Security.Cryptography.Oid("1.3.6.1.5.5.7.3.2"));
        if (authority is not null)
        {
            chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            chain.ChainPolicy.CustomTrustStore.Add(authority);
        }

        return chain.Build(certificate);
    }

    private static ImmutableArray<string> Names(X509Certificate2 certificate) =>
        [
            .. certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>()
                .SelectMany(names => names.EnumerateDnsNames()),
        ];
}
