using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Causeway.Transport.Identity;
using Microsoft.Extensions.Time.Testing;

namespace Causeway.Transport.Tests;

public sealed class PublicCertificateTests : IDisposable
{
    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2026, 11, 25, 0, 0, 0, TimeSpan.Zero));
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("causeway");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public void A_chain_and_its_key_serve_under_the_name_that_they_bear()
    {
        var (chain, key) = Write("mail.contoso.example");
        var certificate = PublicCertificate.Load(chain, key, "mail.contoso.example", clock);
        Assert.True(certificate.Leaf.HasPrivateKey);
        Assert.Equal(certificate.Leaf.RawData, certificate.Context.TargetCertificate.RawData);
    }

    [Fact]
    public void Chain_and_key_may_stand_in_one_file()
    {
        var (chain, key) = Write("mail.contoso.example");
        File.AppendAllText(chain, "\n" + File.ReadAllText(key));
        Assert.True(PublicCertificate.Load(chain, chain, "mail.contoso.example", clock).Leaf.HasPrivateKey);
    }

    [Theory]
    [InlineData("other.contoso.example", 0, "is not for other.contoso.example")]
    [InlineData("mail.contoso.example", 91, "expired at 2027-02-23")]
    [InlineData("mail.contoso.example", -2, "not valid before 2026-11-24")]
    public void What_nobody_would_believe_is_refused_with_the_reason(string name, int days, string why)
    {
        var (chain, key) = Write("mail.contoso.example");
        clock.AdjustTime(clock.GetUtcNow().AddDays(days));
        var fault = Assert.Throws<InvalidDataException>(() => PublicCertificate.Load(chain, key, name, clock));
        Assert.StartsWith(chain, fault.Message, StringComparison.Ordinal);
        Assert.Contains(why, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_key_of_another_certificate_is_refused()
    {
        var (chain, _) = Write("mail.contoso.example");
        var kept = Path.Combine(folder.FullName, "kept.pem");
        File.Move(chain, kept);
        var (_, other) = Write("mail.contoso.example");
        var fault = Assert.Throws<InvalidDataException>(() =>
            PublicCertificate.Load(kept, other, "mail.contoso.example", clock));
        Assert.Contains("no certificate with its key", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_not_there_is_named()
    {
        var missing = Path.Combine(folder.FullName, "fullchain.pem");
        var fault = Assert.Throws<InvalidDataException>(() =>
            PublicCertificate.Load(missing, missing, "mail.contoso.example", clock));
        Assert.Contains(missing, fault.Message, StringComparison.Ordinal);
    }

    private (string Chain, string Key) Write(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=of no matter", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        var from = new DateTimeOffset(2026, 11, 24, 0, 0, 0, TimeSpan.Zero);
        using var made = request.CreateSelfSigned(from, from.AddDays(91));
        var chainPath = Path.Combine(folder.FullName, "fullchain.pem");
        var keyPath = Path.Combine(folder.FullName, "privkey.pem");
        File.WriteAllText(chainPath, made.ExportCertificatePem());
        File.WriteAllText(keyPath, key.ExportPkcs8PrivateKeyPem());
        return (chainPath, keyPath);
    }
}
