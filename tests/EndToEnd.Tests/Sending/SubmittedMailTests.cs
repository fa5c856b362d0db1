using System.Text;
using Causeway.EndToEnd.Tests.Support;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace Causeway.EndToEnd.Tests.Sending;

/// <summary>What a user may send in whose name, and what becomes of it, by clients from outside the project.</summary>
[Collection(LabAddresses.Collection)]
public sealed class SubmittedMailTests(ServedLab lab) : IClassFixture<ServedLab>
{
    [Theory]
    [InlineData("From: Boss <boss@fabrikam.example>\r\n", "550 5.7.1 You may not send with the address in the From")]
    [InlineData("From: <grace@contoso.example>\r\n", "550 5.7.1 You may not send with the address in the From")]
    [InlineData("From: <ada@contoso.example>\r\nfrom : <boss@fabrikam.example>\r\n", "550 5.7.512 The message must")]
    [InlineData("From: <ada@contoso.example>, <boss@fabrikam.example>\r\n", "550 5.7.512 The message must")]
    [InlineData("From: boss@fabrikam.example <ada@contoso.example>\r\n", "550 5.7.512 The From field")]
    [InlineData("From: (<boss@fabrikam.example>) ada@contoso.example\r\n", "550 5.7.512 The From field")]
    [InlineData("Subject: from nobody\r\n", "550 5.7.512 The message has no From field")]
    [InlineData(
        "From: <ada@contoso.example>\r\nSender: <grace@contoso.example>\r\n",
        "550 5.7.1 You may not send with the address in the Sender")]
    [InlineData("From\0: x\r\nFrom: <ada@contoso.example>\r\n", "550 5.6.0 A line of the message's header")]
    public async Task A_name_that_is_not_the_users_is_refused(string fields, string reply)
    {
        var id = Mail.NewId();
        var sent = await Swaks.SubmitAsync(
            Hosts.CloudSubmission, Hosts.Ada, Hosts.Charles,
            Encoding.Latin1.GetBytes($"Message-ID: {id}\r\n{fields}\r\nHello.\r\n"));

        Assert.NotEqual(Swaks.Done, sent.ExitCode);
        Assert.Contains(reply, sent.Output, StringComparison.Ordinal);
        var trace = await lab.Data.WaitForOutcomeAsync(id, "refused");
        Assert.Equal("refused", trace.Outcome);
    }

    [Fact]
    public async Task Several_authors_are_refused_to_MailKit_as_well()
    {
        var message = new MimeMessage { Subject = "two authors", Body = new TextPart("plain") { Text = "Hello." } };
        message.From.Add(MailboxAddress.Parse(Hosts.Ada));
        message.From.Add(MailboxAddress.Parse("boss@fabrikam.example"));
        message.Sender = MailboxAddress.Parse(Hosts.Ada);
        message.To.Add(MailboxAddress.Parse(Hosts.Charles));

        var refused = await Assert.ThrowsAsync<SmtpCommandException>(() => SendAsync(message));

        Assert.Equal(SmtpStatusCode.MailboxUnavailable, refused.StatusCode);
        Assert.Contains("one From field", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_in_quotation_marks_and_an_encoded_one_pass()
    {
        var message = new MimeMessage { Subject = "a name", Body = new TextPart("plain") { Text = "Hello." } };
        message.From.Add(new MailboxAddress("Lovelace, Ada <ä@b>", "countess@contoso.example"));
        message.To.Add(MailboxAddress.Parse(Hosts.Charles));

        await SendAsync(message);

        Assert.Contains(
            "<countess@contoso.example>", await lab.Data.WaitForTextAsync(Hosts.Charles, $"<{message.MessageId}>"),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Date_and_Message_ID_come_on_top_Bcc_goes_and_the_rest_stays_as_it_is()
    {
        const string Subject = "to be completed";
        const string Rest =
            $"From:  <ada@contoso.example>\r\nSUBJECT: {Subject}\r\n\r\n.\u00e9\r\nBcc: in the text\r\n";
        var sent = await Swaks.SubmitAsync(
            Hosts.CloudSubmission, Hosts.Ada, Hosts.Charles,
            Encoding.Latin1.GetBytes($"Bcc: secret@fabrikam.example,\r\n\tother@fabrikam.example\r\nbCC: x\r\n{Rest}"));
        Assert.True(sent.ExitCode == Swaks.Done, sent.ToString());

        var id = await Patience.UntilAsync("the message", async () =>
            (await Command.JsonAsync("mailbox", "list", Hosts.Charles, "--data", lab.Data.Path)).EnumerateArray()
                .Where(message => message.GetProperty("subject").GetString() == Subject)
                .Select(message => message.GetProperty("messageId").GetString()).FirstOrDefault());
        var text = await lab.Data.WaitForTextAsync(Hosts.Charles, id);

        Assert.EndsWith($"\r\nMessage-ID: {id}\r\n{Rest}", text, StringComparison.Ordinal);
        Assert.Matches("\r\nDate: [A-Z][a-z]{2}, [^\r\n]+ \\+0000\r\nMessage-ID:", text);
        Assert.DoesNotContain("secret", text, StringComparison.Ordinal);
        Assert.DoesNotContain("other@", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_that_is_lent_at_the_primary_may_be_used_at_both_sites_at_once()
    {
        var before = await Swaks.SubmitAsync(
            Hosts.OfficeSubmission, Hosts.Grace, Hosts.Charles, Mail.New("not yet").By("team@contoso.example").Octets);
        Assert.Contains("550 5.7.1 ", before.Output, StringComparison.Ordinal);

        var lent = await Command.CausewayAsync(
            "recipient", "change", "team@contoso.example", "--send-as", $"{Hosts.Ada};{Hosts.Grace}",
            "--data", lab.Data.Path);
        Assert.True(lent.ExitCode == 0, lent.ToString());

        var cloud = Mail.New("by ada").By("team@contoso.example");
        var sent = await Swaks.SubmitAsync(
            Hosts.CloudSubmission, Hosts.Ada, Hosts.Charles, cloud.Octets, "--from", "team@contoso.example");
        Assert.True(sent.ExitCode == Swaks.Done, sent.ToString());

        var office = Mail.New("by grace").By("team@contoso.example");
        await Patience.UntilAsync("the office's copy of the grant", async () => (await Swaks.SubmitAsync(
            Hosts.OfficeSubmission, Hosts.Grace, Hosts.Charles, office.Octets, "--from", "team@contoso.example"))
            .ExitCode == Swaks.Done ? "so" : null);
        await lab.Data.WaitForAsync(Hosts.Charles, cloud.Id);
        await lab.Data.WaitForAsync(Hosts.Charles, office.Id);
    }

    private static async Task SendAsync(MimeMessage message)
    {
        var token = TestContext.Current.CancellationToken;
        using var client = new SmtpClient();

        // Who the site is, another class asks.
        client.ServerCertificateValidationCallback = (_, certificate, _, _) => certificate is not null;
        await client.ConnectAsync("127.0.0.20", 2587, SecureSocketOptions.StartTls, token);
        await client.AuthenticateAsync(Hosts.Ada, Hosts.Password, token);
        await client.SendAsync(message, token);
        await client.DisconnectAsync(true, token);
    }
}
