using System.Text;
using Causeway.EndToEnd.Tests.Support;
using MailKit.Net.Smtp;
using MailKit.Security;

namespace Causeway.EndToEnd.Tests.SigningIn;

/// <summary>One set of passwords works at both sites, by every mechanism, and none is written anywhere.</summary>
[Collection(LabAddresses.Collection)]
public sealed class AppPasswordTests(ServedLab lab) : IClassFixture<ServedLab>
{
    private const string Main = "correct-horse-battery";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_app_password_signs_in_at_both_sites_beside_the_main_one_until_it_is_removed()
    {
        var app = await SetUpAsync(Hosts.Ada, "phone");
        foreach (var port in (int[])[2587, 2465])
        {
            foreach (var password in (string[])[Main, app])
            {
                await SignInAsync("127.0.0.20", port, new SaslMechanismScramSha256(Hosts.Ada, password));
                await SignInAsync("127.0.0.30", port, new SaslMechanismScramSha256(Hosts.Ada, password));
                await SignInAsync("127.0.0.30", port, new SaslMechanismPlain(Hosts.Ada, password));
                await SignInAsync("127.0.0.30", port, new SaslMechanismLogin(Hosts.Ada, password));
            }
        }

        using var certificate = Identity.Forge("client", "client.contoso.example");
        await using var talk = await SmtpTalk.GreetAsync(Hosts.OfficeSubmission, certificate: certificate);
        Assert.Equal("235 2.7.0", (await talk.SayAsync($"AUTH PLAIN {Base64($"\0{Hosts.Ada}\0{app}")}")).Status);
        Assert.Equal("250 2.1.0", (await talk.SayAsync($"MAIL FROM:<{Hosts.Ada}>")).Status);
        await talk.SayAsync("RSET");
        Assert.Contains("phone", (await RunAsync("list", Hosts.Ada)).Output, StringComparison.Ordinal);
        await RunAsync("remove", Hosts.Ada, "phone");
        await Patience.UntilAsync("the end of what was begun with it", async () =>
        {
            var status = (await talk.SayAsync($"MAIL FROM:<{Hosts.Ada}>")).Status;
            await talk.SayAsync("RSET");
            return status == "530 5.7.0" ? status : null;
        });
        await Assert.ThrowsAsync<AuthenticationException>(() =>
            SignInAsync("127.0.0.30", 2465, new SaslMechanismScramSha256(Hosts.Ada, app)));
        await SignInAsync("127.0.0.20", 2465, new SaslMechanismScramSha256(Hosts.Ada, Main));
    }

    [Fact]
    public async Task A_message_is_submitted_by_whatever_MailKit_prefers_which_is_SCRAM()
    {
        await SetUpAsync(Hosts.Grace, "desk");
        using var client = new SmtpClient { ServerCertificateValidationCallback = IsOfLab };
        await client.ConnectAsync("127.0.0.30", 2465, SecureSocketOptions.SslOnConnect, Ct);
        Assert.Contains("SCRAM-SHA-256", client.AuthenticationMechanisms);
        await client.AuthenticateAsync(Hosts.Grace, Main, Ct);
        await client.NoOpAsync(Ct);
        await client.DisconnectAsync(true, Ct);
    }

    [Fact]
    public async Task Who_has_no_password_cannot_be_told_from_who_has_one()
    {
        var nobody = new List<string>();
        foreach (var site in (System.Net.IPEndPoint[])[Hosts.CloudSubmission, Hosts.OfficeSubmission])
        {
            nobody.Add(await SaltAsync(site, Hosts.Nobody));
            nobody.Add(await SaltAsync(site, "NOBODY@Contoso.example"));
        }

        Assert.Single(nobody.Distinct());
        Assert.NotEqual(nobody[0], await SaltAsync(Hosts.CloudSubmission, "somebody@contoso.example"));
    }

    [Fact]
    public async Task Passwords_appear_in_no_file_no_log_and_no_trace()
    {
        var app = await SetUpAsync(Hosts.Charles, "printer");
        var wrong = "a-wrong-guess-of-mine";
        using var certificate = Identity.Forge("client", "client.contoso.example");
        await using (var talk = await SmtpTalk.GreetAsync(Hosts.CloudSubmission, certificate: certificate))
        {
            await talk.SayAsync($"AUTH PLAIN {Base64($"\0{Hosts.Charles}\0{wrong}")}");
            await talk.SayAsync("AUTH LOGIN");
            await talk.SayAsync(Base64(Hosts.Charles));
            await talk.SayAsync(Base64(wrong));
            await talk.SayAsync($"AUTH PLAIN {Base64($"\0{Hosts.Charles}\0{app}")}");
            await talk.SayAsync($"AUTH PLAIN {Base64($"\0{Hosts.Charles}\0{Main}")}");

            // A client that does not wait for the answers sends the rest of the exchange as commands.
            Assert.Equal("500", (await talk.SayAsync(Base64(Main))).Status[..3]);
            await talk.SayAsync(Main);
        }

        await using (var talk = await SmtpTalk.GreetAsync(Hosts.CloudSubmission))
        {
            await talk.SayAsync($"AUTH PLAIN {Base64($"\0{Hosts.Charles}\0{Main}")}");
            await talk.SayAsync("AUTH LOGIN");
            await talk.SayAsync(Base64(Main));
        }

        await SignInAsync("127.0.0.20", 2465, new SaslMechanismScramSha256(Hosts.Charles, app));
        var refused = await Patience.UntilAsync("the refusals in the trace", async () =>
            await Command.CausewayAsync("trace", "--status", "refused", "--data", lab.Data.Path) is var trace
                && trace.Output.Contains("535 5.7.8", StringComparison.Ordinal) ? trace.Output : null);
        string[] secrets =
        [
            .. ((string[])[app, Main, wrong]).SelectMany(secret => (string[])
            [
                secret, Base64(secret)[..12], Base64($"\0{Hosts.Charles}\0{secret}")[12..36],
                Base64(secret)[..12].ToUpperInvariant(),
            ]),
        ];
        Assert.All(secrets, secret => Assert.DoesNotContain(secret, refused, StringComparison.Ordinal));
        foreach (var path in Directory.GetFiles(lab.Data.Path, "*", SearchOption.AllDirectories))
        {
            var text = await TextAsync(path);
            Assert.All(secrets, secret => Assert.False(
                text.Contains(secret, StringComparison.Ordinal), $"{secret} stands in {path}"));
        }

        Assert.All(secrets, secret => Assert.DoesNotContain(secret, lab.Errors, StringComparison.Ordinal));
    }

    private static async Task<string> TextAsync(string path)
    {
        // A socket has no text, and a lock is empty.
        if (Path.GetExtension(path) == ".sock" || Path.GetFileName(path) == "lock")
        {
            return "";
        }

        await using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var octets = new MemoryStream();
        await stream.CopyToAsync(octets, Ct);
        return Encoding.Latin1.GetString(octets.ToArray());
    }

    private static async Task SignInAsync(string host, int port, SaslMechanism mechanism)
    {
        using var client = new SmtpClient { ServerCertificateValidationCallback = IsOfLab };
        await client.ConnectAsync(
            host, port, port == 2465 ? SecureSocketOptions.SslOnConnect : SecureSocketOptions.StartTls, Ct);
        await client.AuthenticateAsync(mechanism, Ct);
        await client.DisconnectAsync(true, Ct);
    }

    private static bool IsOfLab(
        object sender, System.Security.Cryptography.X509Certificates.X509Certificate? certificate,
        System.Security.Cryptography.X509Certificates.X509Chain? chain,
        System.Net.Security.SslPolicyErrors errors) =>
        certificate?.Issuer.Contains("CN=contoso mail sites", StringComparison.Ordinal) == true;

    private static async Task<string> SaltAsync(System.Net.IPEndPoint site, string user)
    {
        using var certificate = Identity.Forge("client", "client.contoso.example");
        await using var talk = await SmtpTalk.GreetAsync(site, certificate: certificate);
        var challenge = await talk.SayAsync($"AUTH SCRAM-SHA-256 {Base64($"n,,n={user},r=mine")}");
        Assert.Equal("334", challenge.Lines[0][..3]);
        var text = Encoding.UTF8.GetString(Convert.FromBase64String(challenge.Lines[0][4..]));
        return string.Join(',', text.Split(',')[1..]);
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private async Task<string> SetUpAsync(string user, string name)
    {
        var set = await Command.RunAsync(
            Repository.Launcher, ["recipient", "password", user, "--data", lab.Data.Path, "--organization", "contoso"],
            Main + "\n");
        Assert.True(set.ExitCode == 0, set.ToString());
        return (await RunAsync("add", user, name)).Output.Trim();
    }

    private async Task<CommandResult> RunAsync(string what, params string[] words)
    {
        var result = await Command.CausewayAsync(
        [
            "recipient", "app-password", what, .. words, "--data", lab.Data.Path, "--organization", "contoso",
        ]);
        Assert.True(result.ExitCode == 0, result.ToString());
        return result;
    }
}
