using System.Net;
using System.Text;
using Causeway.EndToEnd.Tests.Support;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace Causeway.EndToEnd.Tests.Submission;

/// <summary>
/// One set of passwords counts at every site of the organization; guessing locks out the network that guesses.
/// </summary>
[Collection(LabAddresses.Collection)]
public sealed class PasswordTests(ServedLab lab) : IClassFixture<ServedLab>
{
    private const string Password = "correct horse battery";
    private const int FailuresUntilLocked = 10;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task One_password_counts_at_both_sites_and_the_one_before_at_none()
    {
        await CausewayAsync(Password + "\n", "recipient", "password", Hosts.Grace);

        foreach (var site in (IPEndPoint[])[Hosts.CloudSubmission, Hosts.OfficeSubmission])
        {
            await SignInAsync(site, new SaslMechanismScramSha256(Hosts.Grace, Password));
            await SignInAsync(site, new SaslMechanismPlain(Hosts.Grace, Password));
            await SignInAsync(site, new SaslMechanismLogin(Hosts.Grace, Password));
            await Assert.ThrowsAsync<AuthenticationException>(() =>
                SignInAsync(site, new SaslMechanismPlain(Hosts.Grace, Hosts.Password)));
        }
    }

    [Fact]
    public async Task An_app_password_counts_at_both_sites_until_it_is_removed()
    {
        await CausewayAsync(Password + "\n", "recipient", "password", Hosts.Ada);
        var made = await CausewayAsync(null, "recipient", "app-password", "add", Hosts.Ada, "phone");
        var phone = made.Output.Trim();

        await SignInAsync(Hosts.CloudSubmission, new SaslMechanismPlain(Hosts.Ada, phone));
        using var office = await ConnectAsync(Hosts.OfficeSubmission, IPAddress.Loopback);
        await office.AuthenticateAsync(new SaslMechanismScramSha256(Hosts.Ada, phone), Token);
        var listed = await CausewayAsync(null, "recipient", "app-password", "list", Hosts.Ada);
        Assert.Contains("phone", listed.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(phone, listed.ToString(), StringComparison.Ordinal);

        await CausewayAsync(null, "recipient", "app-password", "remove", Hosts.Ada, "phone");
        await Assert.ThrowsAsync<AuthenticationException>(() =>
            SignInAsync(Hosts.CloudSubmission, new SaslMechanismPlain(Hosts.Ada, phone)));
        await Assert.ThrowsAsync<AuthenticationException>(() =>
            SignInAsync(Hosts.OfficeSubmission, new SaslMechanismScramSha256(Hosts.Ada, phone)));
        await SignInAsync(Hosts.OfficeSubmission, new SaslMechanismScramSha256(Hosts.Ada, Password));

        // Who was signed in with it sends no further message.
        await Assert.ThrowsAsync<ServiceNotAuthenticatedException>(() => office.SendAsync(
            MimeMessage.Load(new MemoryStream(Mail.New("too late").Octets), Token), MailboxAddress.Parse(Hosts.Ada),
            [MailboxAddress.Parse(Hosts.Bob)], Token));
    }

    [Fact]
    public async Task Guessing_locks_out_the_network_that_guesses_and_not_the_user_from_elsewhere()
    {
        using var certificate = Identity.Forge("client", "client.contoso.example");
        var guesser = Hosts.Stranger;
        for (var guess = 0; guess < FailuresUntilLocked; guess++)
        {
            Assert.Equal("535 5.7.8", await GuessAsync($"guess-{guess}"));
        }

        Assert.Equal("454 4.7.0", await GuessAsync(Hosts.Password));
        using (var scram = await ConnectAsync(Hosts.CloudSubmission, guesser))
        {
            await Assert.ThrowsAnyAsync<Exception>(() => scram.AuthenticateAsync(
                new SaslMechanismScramSha256("charles@contoso.example", Hosts.Password), Token));
            Assert.False(scram.IsAuthenticated);
        }

        await SignInAsync(
            Hosts.CloudSubmission, new SaslMechanismPlain("charles@contoso.example", Hosts.Password));
        var listed = await Command.JsonAsync("sign-in", "list", "--data", lab.Data.Path);
        var locked = Assert.Single(listed.EnumerateArray());
        Assert.Equal(
            ("cloud", $"{guesser}"), (Timeline.Text(locked, "site"), Timeline.Text(locked, "network")));
        Assert.Equal([("network-locked", $"{guesser}")], await AlertsAsync());

        await CausewayAsync(null, "sign-in", "release", $"{guesser}");
        Assert.Equal("235 2.7.0", await GuessAsync(Hosts.Password));

        async Task<string> GuessAsync(string password)
        {
            await using var talk = await SmtpTalk.GreetAsync(Hosts.CloudSubmission, guesser, certificate);
            var plain = Convert.ToBase64String(Encoding.UTF8.GetBytes($"\0charles@contoso.example\0{password}"));
            return (await talk.SayAsync($"AUTH PLAIN {plain}")).Status;
        }
    }

    private async Task<IEnumerable<(string? Kind, string? Subject)>> AlertsAsync()
    {
        var status = await Command.CausewayAsync("status", "--json", "--data", lab.Data.Path);
        return status.Json.GetProperty("alerts").EnumerateArray()
            .Where(alert => Timeline.Text(alert, "site") == "cloud")
            .Select(alert => (Timeline.Text(alert, "id"), Timeline.Text(alert, "subject")));
    }

    private static async Task SignInAsync(IPEndPoint site, SaslMechanism mechanism)
    {
        using var client = await ConnectAsync(site, IPAddress.Loopback);
        await client.AuthenticateAsync(mechanism, Token);
        Assert.True(client.IsAuthenticated);
        await client.DisconnectAsync(true, Token);
    }

    private static async Task<SmtpClient> ConnectAsync(IPEndPoint site, IPAddress source)
    {
        var client = new SmtpClient { LocalEndPoint = new IPEndPoint(source, 0), CheckCertificateRevocation = false };
        client.ServerCertificateValidationCallback = (_, server, _, _) =>
            server?.Issuer.Contains("CN=contoso mail sites", StringComparison.Ordinal) ?? false;
        await client.ConnectAsync($"{site.Address}", site.Port, SecureSocketOptions.StartTls, Token);
        return client;
    }

    private async Task<CommandResult> CausewayAsync(string? input, params string[] arguments)
    {
        var result = await Command.RunAsync(
            Repository.Launcher, [.. arguments, "--data", lab.Data.Path], input);
        Assert.True(result.ExitCode == 0, result.ToString());
        return result;
    }
}
