using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Causeway.Transport.Identity;

/// <summary>
/// What a site proves itself with in one organization: its leaf to the organization's sites, and to everybody else the
/// public certificate, where it has one.
/// </summary>
public sealed class SiteCertificates(SiteIdentity identity, PublicCertificate? publicly)
{
    private readonly Lazy<SslStreamCertificateContext> leaf = new(() =>
        SslStreamCertificateContext.Create(identity.Leaf, [identity.Authority], offline: true));

    public SiteIdentity Identity => identity;

    public PublicCertificate? Public => publicly;

    /// <summary>What the site shows to sites that know the organization's authority.</summary>
    public SslStreamCertificateContext Leaf => leaf.Value;

    /// <summary>What the site shows to whom it does not know, or who knows no authority of the organization.</summary>
    public SslStreamCertificateContext Shown => publicly?.Context ?? Leaf;

    /// <summary>Serial numbers, ends and a digest of all that is shown: equal texts, equal certificates.</summary>
    public override string ToString() =>
        $"leaf {Text(identity.Leaf)}{(publicly is null ? "" : $", public certificate {Text(publicly.Leaf)}")}, "
        + $"fingerprint {Fingerprint()}";

    private static string Text(X509Certificate2 certificate) =>
        $"{certificate.SerialNumber} until {certificate.NotAfter.ToUniversalTime():yyyy-MM-dd'T'HH:mm:ss'Z'}";

    private string Fingerprint()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(identity.Leaf.RawData);
        hash.AppendData(identity.Authority.RawData);
        hash.AppendData(Encoding.UTF8.GetBytes(identity.TraceKey.Digest("")));
        foreach (var certificate in publicly?.All ?? [])
        {
            hash.AppendData(certificate.RawData);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 8));
    }
}
