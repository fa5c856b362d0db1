using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Causeway.EndToEnd.Tests.Support;

/// <summary>Certificates to present: the sites' own, and what a stranger can make of their names.</summary>
internal static class Identity
{
    /// <summary>Leaf and key of a site, from its data folder.</summary>
    public static X509Certificate2 Load(string path) => X509Certificate2.CreateFromPemFile(path);

    /// <summary>Everything that a stranger can copy of a site, by an authority that bears the right name.</summary>
    public static X509Certificate2 Forge(string site, string host)
    {
        var from = TimeProvider.System.GetUtcNow().AddHours(-1);
        var to = from.AddDays(30);
        using var authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var authorityRequest = new CertificateRequest(
            "O=contoso, OU=Causeway lab, CN=contoso mail sites", authorityKey, HashAlgorithmName.SHA256);
        authorityRequest.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using var authority = authorityRequest.CreateSelfSigned(from, to);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"O=contoso, CN={site}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddUri(new Uri($"causeway:contoso/{site}"));
        names.AddDnsName(host);
        request.CertificateExtensions.Add(names.Build());
        using var leaf = request.Create(authority, from, to, RandomNumberGenerator.GetBytes(8));
        return leaf.CopyWithPrivateKey(key);
    }

    /// <summary>A leaf of the lab's own authority with this URI, for a certain time.</summary>
    public static X509Certificate2 Issued(string authorityPath, string uri, TimeSpan? life = null)
    {
        using var authority = X509Certificate2.CreateFromPemFile(authorityPath);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("O=contoso, CN=short", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddUri(new Uri(uri));
        request.CertificateExtensions.Add(names.Build());
        var now = TimeProvider.System.GetUtcNow();
        using var leaf = request.Create(
            authority, now.AddMinutes(-1), now + (life ?? TimeSpan.FromDays(5)), RandomNumberGenerator.GetBytes(8));
        return leaf.CopyWithPrivateKey(key);
    }

    /// <summary>The text of a site's identity, with a leaf that lasts so long in the place of its own.</summary>
    public static string Shortened(string identity, string authorityPath, string uri, TimeSpan life)
    {
        const string Begin = "-----BEGIN CERTIFICATE-----";
        var rest = identity[identity.IndexOf(Begin, Begin.Length, StringComparison.Ordinal)..];
        using var leaf = Issued(authorityPath, uri, life);
        using var key = leaf.GetECDsaPrivateKey()!;
        return $"{leaf.ExportCertificatePem()}\n{key.ExportPkcs8PrivateKeyPem()}\n{rest}";
    }
}
