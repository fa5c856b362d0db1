using System.Text;
using Causeway.EndToEnd.Tests.Support;

namespace Causeway.EndToEnd.Tests.Lab;

/// <summary>Credentials count on submission ports, under TLS, for one's own address.</summary>
[Collection(LabAddresses.Collection)]
public sealed class SubmissionTests(ServedLab lab) : IClassFixture<ServedLab>
{
    private const string Password = "causeway-lab";

    [Theory]
    [InlineData("cloud")]
    [InlineData("office")]
    public async Task Without_TLS_it_is_neither_offered_nor_taken(string site)
    {
        await using var talk = await SmtpTalk.ConnectAsync(
            site == "cloud" ? Hosts.CloudSubmission : Hosts.OfficeSubmission);

        var greeting = await talk.SayAsync("EHLO client.contoso.example");
        var attempt = await talk.SayAsync("AUTH PLAIN AGFkYUBjb250b3NvLmV4YW1wbGUAY2F1c2V3YXktbGFi");

        Assert.Contains(greeting.Lines, line => line[4..] == "STARTTLS");
        Assert.DoesNotContain(greeting.Lines, line => line[4..].StartsWith("AUTH", StringComparison.OrdinalIgnoreCase));
        Assert.Equal("538 5.7.11", attempt.Status);
    }

    [Theory]
    [InlineData("filter")]
    [InlineData("cloud")]
    [InlineData("office")]
    public async Task The_port_for_other_servers_has_none_even_under_TLS(string site)
    {
        using var certificate = Identity.Forge("client", "client.contoso.example");
        await using var talk = await SmtpTalk.GreetAsync(Hosts.Site(site), certificate: certificate);

        var greeting = await talk.SayAsync("EHLO client.contoso.example");
        var attempt = await talk.SayAsync("AUTH PLAIN AGFkYUBjb250b3NvLmV4YW1wbGUAY2F1c2V3YXktbGFi");

        Assert.DoesNotContain(greeting.Lines, line => line[4..].StartsWith("AUTH", StringComparison.OrdinalIgnoreCase));
        Assert.StartsWith("50", attempt.Status, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("PLAIN")]
    [InlineData("LOGIN")]
    public async Task A_wrong_password_is_refused_with_535(string mechanism)
    {
        var result = await Swaks.SubmitAsync(
            Hosts.CloudSubmission, Hosts.Ada, Hosts.Bob, Mail.New("no").Octets,
            "--auth", mechanism, "--auth-password", "not-the-password");

        Assert.Equal(Swaks.AuthenticationFailed, result.ExitCode);
        Assert.Contains("535 5.7.8", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_password_that_is_changed_ends_what_was_begun_with_the_old_one()
    {
        using var certificate = Identity.Forge("client", "client.contoso.example");
        await using var talk = await SmtpTalk.GreetAsync(Hosts.OfficeSubmission, certificate: certificate);
        var plain = Convert.ToBase64String(Encoding.UTF8.GetBytes($"\0{Hosts.Edsger}\0{Password}"));
        Assert.Equal("235 2.7.0", (await talk.SayAsync($"AUTH PLAIN {plain}")).Status);
        Assert.Equal("250 2.1.0", (await talk.SayAsync($"MAIL FROM:<{Hosts.Edsger}>")).Status);
        await talk.SayAsync("RSET");

        await SetPasswordAsync("another-password");
        Assert.Equal("530 5.7.0", (await talk.SayAsync($"MAIL FROM:<{Hosts.Edsger}>")).Status);
    }

    private async Task SetPasswordAsync(string password)
    {
        var set = await Command.RunAsync(
            Repository.Launcher, ["recipient", "password", Hosts.Edsger, "--data", lab.Data.Path], password + "\n");
        Assert.True(set.ExitCode == 0, set.ToString());
    }

    [Fact]
    public async Task A_user_of_another_site_cannot_sign_in_with_a_name_that_nobody_has()
    {
        var result = await Swaks.SubmitAsync(
            Hosts.OfficeSubmission, "stranger@fabrikam.example", Hosts.Bob, Mail.New("no").Octets);

        Assert.Equal(Swaks.AuthenticationFailed, result.ExitCode);
        Assert.Contains("535 5.7.8", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Hosts.Grace)]
    [InlineData(Hosts.Alice)]
    [InlineData(Hosts.Nobody)]
    public async Task A_reverse_path_that_the_user_does_not_own_is_refused(string from)
    {
        var result = await Swaks.SubmitAsync(
            Hosts.CloudSubmission, Hosts.Ada, Hosts.Bob, Mail.New("not mine").Octets, "--from", from);

        Assert.Equal(Swaks.MailRefused, result.ExitCode);
        Assert.Contains("550 5.7.1 ", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_proxy_address_is_the_users_own()
    {
        var mail = Mail.New("from an alias").By(Hosts.Ada);
        var result = await Swaks.SubmitAsync(
            Hosts.CloudSubmission, Hosts.Ada, Hosts.Bob, mail.Octets, "--from", "countess@contoso.example");

        Assert.True(result.ExitCode == Swaks.Done, result.ToString());
        await lab.Data.WaitForAsync(Hosts.Bob, mail.Id);
    }

    [Fact]
    public async Task Without_signing_in_MAIL_is_refused_with_530()
    {
        using var certificate = Identity.Forge("client", "client.contoso.example");
        await using var clear = await SmtpTalk.GreetAsync(Hosts.CloudSubmission);
        await using var secure = await SmtpTalk.GreetAsync(Hosts.CloudSubmission, certificate: certificate);

        Assert.Equal("530 5.7.0", (await clear.SayAsync($"MAIL FROM:<{Hosts.Ada}>")).Status);
        Assert.Equal("530 5.7.0", (await secure.SayAsync($"MAIL FROM:<{Hosts.Ada}>")).Status);
    }

    [Fact]
    public async Task A_sites_certificate_is_no_credential_on_a_submission_port()
    {
        using var office = Identity.Load(lab.Data.Identity("office"));
        await using var talk = await SmtpTalk.GreetAsync(
            Hosts.CloudSubmission, Hosts.Office.Address, office);

        Assert.Equal("530 5.7.0", (await talk.SayAsync("MAIL FROM:<>")).Status);
    }
}
