using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Causeway.Core.Routing;
using Causeway.Core.Topology;

namespace Causeway.Transport.Identity;

/// <summary>
/// The organization's own certificate authority: it attributes connections between own sites and is trusted for nothing
/// else. Its key lies beside the topology file and on no running site; sites hold leaves of 90 days.
/// </summary>
public sealed class OrganizationAuthority : IDisposable
{
    /// <summary>How long a leaf is valid.</summary>
    public static readonly TimeSpan LeafLifetime = TimeSpan.FromDays(90);

    private static readonly TimeSpan AuthorityLifetime = TimeSpan.FromDays(3650);

    // Clocks of two sites may differ by a little.
    private static readonly TimeSpan Backdated = TimeSpan.FromHours(1);

    internal const string LabMark = "OU=Causeway lab";

    private OrganizationAuthority(X509Certificate2 certificate, TraceKey traceKey)
    {
        Certificate = certificate;
        TraceKey = traceKey;
    }

    /// <summary>The authority's certificate, with its private key.</summary>
    public X509Certificate2 Certificate { get; }

    /// <summary>The key of the marks in trace headers, shared by the organization's sites.</summary>
    public TraceKey TraceKey { get; }

    /// <summary>
    /// Makes an authority. One of the lab bears a mark, by which sites that others can reach refuse it.
    /// </summary>
    public static OrganizationAuthority Create(string organization, TimeProvider clock, bool isOfLab = false)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(
            $"CN={organization} mail sites, {(isOfLab ? LabMark + ", " : "")}O={organization}", key,
            HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, true));
        request.CertificateExtensions.Add(
            new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        var now = clock.GetUtcNow();
        var certificate = request.CreateSelfSigned(now - Backdated, now + AuthorityLifetime);
        return new OrganizationAuthority(certificate, TraceKey.Create());
    }

    /// <summary>Issues the leaf by which a site proves itself, for TLS servers and clients alike.</summary>
    public SiteIdentity Issue(Organization organization, Site site, TimeProvider clock)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={site.Name}, O={organization.Name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension(
            [new Oid("1.3.6.1.5.5.7.3.1"), new Oid("1.3.6.1.5.5.7.3.2")], false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(
            Certificate, includeKeyIdentifier: true, includeIssuerAndSerial: false));
        request.CertificateExtensions.Add(Names(organization, site));
        var now = clock.GetUtcNow();
        var serial = RandomNumberGenerator.GetBytes(16);
        serial[0] &= 0x7F;
        using var bare = request.Create(Certificate, now - Backdated, now + LeafLifetime, serial);
        return new SiteIdentity(
            bare.CopyWithPrivateKey(key), X509CertificateLoader.LoadCertificate(Certificate.RawData), TraceKey);
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    public static OrganizationAuthority Load(string path)
    {
        var pem = File.ReadAllText(path);
        return new OrganizationAuthority(X509Certificate2.CreateFromPem(pem, pem), TraceKey.FromPem(pem));
    }

    /// <summary>True where it was made for this organization.</summary>
    public bool IsOf(string organization) =>
        Certificate.Subject.EndsWith($", O={organization}", StringComparison.Ordinal);

    /// <summary>Writes certificate, key and trace key as PEM with mode 0600.</summary>
    public void Save(string path)
    {
        using var key = Certificate.GetECDsaPrivateKey()!;
        PrivateFile.Write(path, string.Join('\n',
            Certificate.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem(), TraceKey.ToPem(), ""));
    }

    public void Dispose() => Certificate.Dispose();

    private static X509Extension Names(Organization organization, Site site)
    {
        var names = new SubjectAlternativeNameBuilder();
        names.AddUri(new Uri(Attribution.Uri(organization.Name, site.Name)));
        foreach (var name in site.Mx.Prepend(site.Host).Distinct(StringComparer.OrdinalIgnoreCase))
        {
            if (HostNames.TryAddress(name, out var address))
            {
                names.AddIpAddress(address);
            }
            else
            {
                names.AddDnsName(name);
            }
        }

        return names.Build();
    }
}
