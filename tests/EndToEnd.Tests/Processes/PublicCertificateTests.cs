using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Causeway.EndToEnd.Tests.Support;

namespace Causeway.EndToEnd.Tests.Processes;

/// <summary>A site with a certificate of a public authority, which here is one that the test made.</summary>
[Collection(LabAddresses.Collection)]
public sealed class PublicCertificateTests : IDisposable
{
    private const string Host = "mail.contoso.example";

    private readonly TemporaryFolder folder = new();
    private readonly ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly X509Certificate2 authority;

    public PublicCertificateTests()
    {
        var request = new CertificateRequest("CN=A public authority", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        var now = TimeProvider.System.GetUtcNow();
        authority = request.CreateSelfSigned(now.AddDays(-2), now.AddDays(100));
        folder.Write("roots.pem", authority.ExportCertificatePem());
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        authority.Dispose();
        key.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task It_is_shown_to_everybody_taken_anew_when_its_file_changes_and_believed_by_the_neighbour()
    {
        await LabAddresses.WaitUntilFreeAsync();
        var file = LabFile.Replaced(
            folder, $"    host: {Host}\n", $"    host: {Host}\n    certificate-file: chain.pem\n");
        var first = Issue(Host, 90);
        using var names = new Names();
        await using var office = await StartAsync(file, "office");
        await using var cloud = await StartAsync(file, "cloud");
        await using var filter = await StartAsync(file, "filter");
        Assert.Equal(first, await ShownAsync());

        var mail = Mail.Delicate();
        var sent = await Swaks.SendAsync(Hosts.Filter, Hosts.Alice, Hosts.Grace, mail.Octets);
        Assert.True(sent.ExitCode == Swaks.Done, sent.ToString());
        await new DataFolder(folder.File("data")).WaitForAsync(Hosts.Grace, mail.Id);

        // An ACME client's work: the same file with another certificate in it.
        var second = Issue(Host, 90);
        await Patience.UntilAsync("the new one", async () => await ShownAsync() == second ? "shown" : null);
        Issue("other.contoso.example", 90);
        await Patience.UntilAsync("the refusal", () => Task.FromResult(
            office.Errors.Contains($"the certificate is not for {Host}", StringComparison.Ordinal) ? "refused" : null));
        Assert.Equal(second, await ShownAsync());
    }

    [Fact]
    public async Task A_certificate_that_has_expired_keeps_the_site_from_starting()
    {
        var file = LabFile.Replaced(
            folder, $"    host: {Host}\n", $"    host: {Host}\n    certificate-file: chain.pem\n");
        Issue(Host, -1);
        var result = await Command.CausewayAsync(
            "up", file, "--site", "office", "--data", folder.File("data"), "--lab");
        Assert.Equal((3, ""), (result.ExitCode, result.Output));
        Assert.Contains("chain.pem: the certificate expired at", result.Error, StringComparison.Ordinal);
    }

    // A process believes the roots that this variable names; nobody has to touch those of the machine.
    private Task<CausewayProcess> StartAsync(string file, string site) => CausewayProcess.StartByAsync(
        "/usr/bin/env", $"SSL_CERT_FILE={folder.File("roots.pem")}", Repository.Launcher,
        "up", file, "--site", site, "--data", folder.File("data"), "--lab");

    private string Issue(string host, int days)
    {
        using var own = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={host}", own, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(host);
        request.CertificateExtensions.Add(names.Build());
        var now = TimeProvider.System.GetUtcNow();
        using var leaf = request.Create(
            authority, now.AddDays(-2), now.AddDays(days), [1, .. RandomNumberGenerator.GetBytes(8)]);
        folder.Write("chain.pem.new", $"{leaf.ExportCertificatePem()}\n{own.ExportPkcs8PrivateKeyPem()}\n");
        File.Move(folder.File("chain.pem.new"), folder.File("chain.pem"), overwrite: true);
        return leaf.SerialNumber;
    }

    private static async Task<string> ShownAsync()
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(new IPEndPoint(Hosts.Office.Address, 2465), Ct);
        await using var secure = new SslStream(socket.GetStream(), false, (_, shown, _, _) => shown is not null);
        await secure.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = Host }, Ct);
        return ((X509Certificate2)secure.RemoteCertificate!).SerialNumber;
    }
}
