using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Causeway.Smtp.Tests.Client;

/// <summary>A certificate authority of its own for each test, and the leaves that it signs.</summary>
internal sealed class TestAuthority : IDisposable
{
    private static readonly DateTimeOffset From = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset To = new(2120, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public TestAuthority()
    {
        var request = new CertificateRequest("CN=Test CA", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        Certificate = request.CreateSelfSigned(From, To);
    }

    public X509Certificate2 Certificate { get; }

    /// <summary>A leaf of this authority with a SAN of this DNS name and, perhaps, this URI.</summary>
    public X509Certificate2 Leaf(string dnsName, string? uri = null, DateTimeOffset? expires = null)
    {
        using var leafKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var signed = Request(dnsName, uri, leafKey)
            .Create(Certificate, From, expires ?? To.AddDays(-1), RandomNumberGenerator.GetBytes(8));
        return signed.CopyWithPrivateKey(leafKey);
    }

    /// <summary>The same names, signed by nobody but itself.</summary>
    public static X509Certificate2 SelfMade(string dnsName, string? uri)
    {
        using var leafKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return Request(dnsName, uri, leafKey).CreateSelfSigned(From, To);
    }

    public void Dispose()
    {
        key.Dispose();
        Certificate.Dispose();
    }

    private static CertificateRequest Request(string dnsName, string? uri, ECDsa leafKey)
    {
        var request = new CertificateRequest($"CN={dnsName}", leafKey, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(dnsName);
        if (uri is not null)
        {
            names.AddUri(new Uri(uri));
        }

        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension(
            [new Oid("1.3.6.1.5.5.7.3.1"), new Oid("1.3.6.1.5.5.7.3.2")], false));
        return request;
    }
}
