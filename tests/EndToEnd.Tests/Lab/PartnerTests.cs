using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Causeway.EndToEnd.Tests.Support;

namespace Causeway.EndToEnd.Tests.Lab;

/// <summary>
/// With a partner mail passes by verified TLS or not at all. woodgrove is one whose certificate must bear a name;
/// fabrikam is one whose mail must be encrypted.
/// </summary>
[Collection(LabAddresses.Collection)]
public sealed class PartnerTests
{
    private const string Woodgrove = "someone@woodgrove.example";
    private const string Partners = """
        partners:
          woodgrove.example: { certificate: mx.woodgrove.example }
          northwind.example:

        recipients: recipients.csv
        """;

    [Fact]
    public async Task A_partner_is_believed_by_its_certificate_and_gets_nothing_in_clear()
    {
        await LabAddresses.WaitUntilFreeAsync();
        using var folder = new TemporaryFolder();
        using var authority = Authority();
        var file = LabFile.Replaced(folder, "recipients: recipients.csv", Partners);
        var roots = folder.Write("roots.pem", authority.ExportCertificatePem());
        await using var lab = await CausewayProcess.StartByAsync(
            "env", $"SSL_CERT_FILE={roots}", Repository.Launcher, "lab", "--serve", "--topology", file,
            "--data", folder.File("data"));
        using var good = Leaf(authority, "mx.woodgrove.example");
        using var other = Leaf(authority, "mx.fabrikam.example");

        Assert.Equal("530 5.7.0", await AskAsync(Woodgrove, null));
        Assert.Equal("550 5.7.1", await AskAsync(Woodgrove, other));
        Assert.Equal("250 2.1.5", await AskAsync(Woodgrove, good));
        Assert.Equal("530 5.7.0", await AskAsync("someone@northwind.example", null));
        Assert.Equal("250 2.1.5", await AskAsync("someone@northwind.example", other));
        Assert.Equal("250 2.1.5", await AskAsync(Hosts.Alice, null));

        // The partner's server offers no TLS: the message waits, and says why.
        await using var sink = new Sink(Hosts.Woodgrove);
        var mail = Mail.Delicate().By(Hosts.Ada);
        var sent = await Swaks.SubmitAsync(Hosts.CloudSubmission, Hosts.Ada, Woodgrove, mail.Octets);
        Assert.True(sent.ExitCode == Swaks.Done, sent.ToString());
        var deferred = await Patience.UntilAsync("the deferral", async () =>
            (await new DataFolder(folder.File("data")).TraceAsync("--message-id", mail.Id))
                .Select(trace => new Timeline(trace)).FirstOrDefault(trace => trace.Steps.Contains("cloud DEFER")));
        Assert.StartsWith(
            "451 4.7.5", Timeline.Text(deferred.Event("cloud", "DEFER"), "reply"), StringComparison.Ordinal);
        Assert.Equal((0, ""), await lab.StopAsync());
    }

    private static async Task<string> AskAsync(string from, X509Certificate2? certificate)
    {
        await using var talk = await SmtpTalk.GreetAsync(Hosts.Filter, certificate: certificate);
        await talk.SayAsync($"MAIL FROM:<{from}>");
        return (await talk.SayAsync($"RCPT TO:<{Hosts.Ada}>")).Status;
    }

    private static X509Certificate2 Authority()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=a public authority", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        var now = TimeProvider.System.GetUtcNow();
        return request.CreateSelfSigned(now.AddDays(-1), now.AddDays(30));
    }

    private static X509Certificate2 Leaf(X509Certificate2 authority, string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension(
            [new Oid("1.3.6.1.5.5.7.3.1"), new Oid("1.3.6.1.5.5.7.3.2")], false));
        var now = TimeProvider.System.GetUtcNow();
        using var leaf = request.Create(
            authority, now.AddHours(-1), now.AddDays(20), RandomNumberGenerator.GetBytes(8));
        return leaf.CopyWithPrivateKey(key);
    }
}
