using System.Security.Cryptography.X509Certificates;
using Causeway.EndToEnd.Tests.Support;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace Causeway.EndToEnd.Tests.Lab;

/// <summary>What <c>lab --serve</c> offers to tools: a description, and sites that mail clients get on with.</summary>
[Collection(LabAddresses.Collection)]
public sealed class ServedLabTests(ServedLab lab) : IClassFixture<ServedLab>
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    [Fact]
    public void The_description_has_addresses_ports_authority_and_sockets()
    {
        var description = lab.Description;
        var sites = description.GetProperty("sites").EnumerateArray().ToDictionary(
            site => Timeline.Text(site, "site")!, site => site);

        Assert.Equal("127.0.0.53:2053", Timeline.Text(description, "dns"));
        Assert.Equal(["cloud", "filter", "internet-mta", "office"], sites.Keys.Order());
        (string Site, string Address)[] addresses =
        [
            ("filter", "127.0.0.10"), ("cloud", "127.0.0.20"), ("office", "127.0.0.30"),
            ("internet-mta", "127.0.0.100"),
        ];
        Assert.All(addresses, one => Assert.Equal(one.Address, Timeline.Text(sites[one.Site], "address")));
        Assert.All(sites.Values, site => Assert.Equal(2525, site.GetProperty("ports").GetProperty("smtp").GetInt32()));
        Assert.All(["cloud", "office"], name =>
        {
            var ports = sites[name].GetProperty("ports");
            Assert.Equal(2587, ports.GetProperty("submission").GetInt32());
            Assert.Equal(2465, ports.GetProperty("submissions").GetInt32());
        });
        using var authority = X509CertificateLoader.LoadCertificateFromFile(Timeline.Text(description, "ca")!);
        Assert.Contains("contoso", authority.Subject, StringComparison.Ordinal);
    }

    [Fact]
    public void Sockets_keys_and_credentials_are_their_owners_only()
    {
        string[] secrets =
        [
            .. lab.Description.GetProperty("sites").EnumerateArray().Select(site => Timeline.Text(site, "api")!),
            .. Directory.GetFiles(lab.Data.Path, "identity.pem", SearchOption.AllDirectories),
            .. Directory.GetFiles(lab.Data.Path, "credentials", SearchOption.AllDirectories),
            .. Directory.GetFiles(lab.Data.Path, "*.key", SearchOption.AllDirectories),
        ];
        Assert.True(secrets.Length >= 12);
        Assert.All(secrets, path => Assert.Equal(OwnerOnly, File.GetUnixFileMode(path)));
    }

    [Fact]
    public async Task MailKit_submits_with_implicit_TLS_and_the_authority_of_the_description_vouches_for_the_office()
    {
        using var authority = X509CertificateLoader.LoadCertificateFromFile(
            Timeline.Text(lab.Description, "ca")!);
        using var client = new SmtpClient();
        client.ServerCertificateValidationCallback = (_, certificate, _, _) =>
        {
            using var chain = new X509Chain();
            chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            chain.ChainPolicy.CustomTrustStore.Add(authority);
            chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
            return chain.Build((X509Certificate2)certificate!)
                && ((X509Certificate2)certificate!).MatchesHostname("mail.contoso.example");
        };
        var message = new MimeMessage
        {
            Subject = "Grüße aus dem Büro",
            Body = new TextPart("plain") { Text = "Ein Text in UTF-8: äöü.\r\n.\r\nUnd noch eine Zeile.\r\n" },
        };
        message.From.Add(MailboxAddress.Parse(Hosts.Grace));
        message.To.Add(MailboxAddress.Parse(Hosts.Bob));
        var token = TestContext.Current.CancellationToken;

        await client.ConnectAsync("127.0.0.30", 2465, SecureSocketOptions.SslOnConnect, token);
        await client.AuthenticateAsync(Hosts.Grace, Hosts.Password, token);
        await client.SendAsync(message, token);
        await client.DisconnectAsync(true, token);

        using var arrived = new MemoryStream(await lab.Data.WaitForAsync(Hosts.Bob, $"<{message.MessageId}>"));
        var read = await MimeMessage.LoadAsync(arrived, token);
        Assert.Equal(message.Subject, read.Subject);
        Assert.Equal(message.TextBody, read.TextBody);
    }
}
