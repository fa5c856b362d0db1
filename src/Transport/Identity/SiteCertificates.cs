using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

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

    /// <summary>Serial numbers and ends, by which two of them can be told apart.</summary>
    public override string ToString() =>
        $"leaf {Text(identity.Leaf)}{(publicly is null ? "" : $", public certificate {Text(publicly.Leaf)}")}";

    private static string Text(X509Certificate2 certificate) =>
        $"{certificate.SerialNumber} until {certificate.NotAfter.ToUniversalTime():yyyy-MM-dd'T'HH:mm:ss'Z'}";
}
