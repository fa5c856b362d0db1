using System.Diagnostics;
using Causeway.Authentication.Dkim;
using Causeway.Core.Addresses;

namespace Causeway.Authentication.Tests.Dkim;

public sealed class SigningKeyTests
{
    [Theory]
    [InlineData(SigningAlgorithm.RsaSha256, "v=DKIM1; k=rsa; p=MIIBIjAN")]
    [InlineData(SigningAlgorithm.Ed25519Sha256, "v=DKIM1; k=ed25519; p=")]
    public void A_key_survives_its_pem(SigningAlgorithm algorithm, string start)
    {
        using var key = Some.Key(algorithm);
        using var again = SigningKey.FromPem(key.Domain, key.Selector, key.ToPem());

        Assert.Equal((algorithm, key.Record, key.ToPem()), (again.Algorithm, again.Record, again.ToPem()));
        Assert.StartsWith(start, key.Record, StringComparison.Ordinal);
        Assert.Equal("s1._domainkey.contoso.example", key.RecordName);
    }

    [Theory]
    [InlineData("genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:1024", SigningAlgorithm.RsaSha256)]
    [InlineData("genrsa -traditional 2048", SigningAlgorithm.RsaSha256)]
    [InlineData("genpkey -algorithm ED25519", SigningAlgorithm.Ed25519Sha256)]
    public async Task A_key_of_openssl_is_read_and_signs(string command, SigningAlgorithm algorithm)
    {
        using var key = SigningKey.FromPem(Some.Domain, "s1", await OpenSslAsync(command));

        Assert.Equal(algorithm, key.Algorithm);
        Assert.Equal(DkimResult.Pass,
            (await Some.VerdictAsync(Some.Signed(Some.Octets(Some.Message), key), Some.Zone(key))).Result);
    }

    [Theory]
    [InlineData(SigningAlgorithm.RsaSha256)]
    [InlineData(SigningAlgorithm.Ed25519Sha256)]
    public async Task Openssl_reads_our_key(SigningAlgorithm algorithm)
    {
        using var key = Some.Key(algorithm);

        var publicKey = await OpenSslAsync("pkey -pubout", key.ToPem());

        var published = Convert.FromBase64String(key.Record.Split("p=")[1]);
        var extracted = Convert.FromBase64String(string.Concat(
            publicKey.Split('\n').Where(line => !line.StartsWith('-'))));
        Assert.Equal(published[^32..], extracted[^32..]);
    }

    [Theory]
    [InlineData("genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:768")]
    [InlineData("genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256")]
    [InlineData("genpkey -algorithm X25519")]
    [InlineData("genpkey -algorithm ED25519 -aes256 -pass pass:secret")]
    [InlineData("version")]
    public async Task What_cannot_sign_mail_is_refused(string command)
    {
        var pem = await OpenSslAsync(command);

        Assert.Throws<FormatException>(() => SigningKey.FromPem(Some.Domain, "s1", pem));
    }

    [Theory]
    [InlineData("contoso.example", "")]
    [InlineData("contoso.example", "s 1")]
    [InlineData("contoso.example", "s;b=")]
    [InlineData("[192.0.2.1]", "s1")]
    [InlineData("localhost", "s1")]
    public void A_name_that_no_key_can_have_is_refused(string domain, string selector) =>
        Assert.Throws<FormatException>(() => SigningKey.Create(
            SigningAlgorithm.Ed25519Sha256, DomainName.Parse(domain), selector));

    private static async Task<string> OpenSslAsync(string command, string input = "")
    {
        using var openssl = Process.Start(new ProcessStartInfo("openssl", command.Split(' '))
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        await openssl.StandardInput.WriteAsync(input);
        openssl.StandardInput.Close();
        var error = openssl.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await openssl.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await openssl.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(openssl.ExitCode == 0, await error);
        return output;
    }
}
