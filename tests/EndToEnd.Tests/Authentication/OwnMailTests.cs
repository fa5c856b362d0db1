using System.Text;
using System.Text.Json;
using Causeway.EndToEnd.Tests.Support;

namespace Causeway.EndToEnd.Tests.Authentication;

/// <summary>
/// What the organization sends passes SPF, DKIM and DMARC at the outside, whoever looks: Debian's Python with the lab's
/// DNS, the outside's own mail server, and our own command.
/// </summary>
[Collection(LabAddresses.Collection)]
public sealed class OwnMailTests(ServedLab lab) : IClassFixture<ServedLab>
{
    private const string Carol = "carol@woodgrove.example";
    private const string CloudName = "contoso-example.mail.cloud.example";
    private const string CloudAddress = "127.0.0.20";
    private const string OutsideName = "mx.fabrikam.example";
    private const string OurDomain = "contoso.example";

    private static readonly string[] AllPass = ["spf=pass", "dkim=pass", "dmarc=pass"];

    [Theory]
    [InlineData(Hosts.Ada)]
    [InlineData(Hosts.Grace)]
    public async Task Mail_of_either_site_passes_at_a_foreign_server(string user)
    {
        await using var woodgrove = new Sink(Hosts.Woodgrove);
        var mail = Mail.Delicate(spaceBeforeColon: false).By(user);
        await SubmitAsync(user, Carol, mail);

        var taken = await woodgrove.NextAsync();

        Assert.Equal((CloudAddress, user), (taken.Client, taken.From));
        Assert.Equal("pass", await Python.SpfAsync(taken.Client, taken.From, taken.Helo));
        Assert.Equal("pass", await Python.SpfAsync(taken.Client, "", taken.Helo));
        await AssertSignedByUsAsync(taken.Octets);
        var judged = await AuthenticateAsync(taken.Octets, taken.Helo, taken.From);
        Assert.Equal("pass", Result(judged, "spf"));
        Assert.Equal("pass", Result(judged, "dmarc"));
        Assert.True(judged.GetProperty("dmarc").GetProperty("aligned").GetBoolean());
    }

    [Theory]
    [InlineData(Hosts.Ada)]
    [InlineData(Hosts.Grace)]
    public async Task Mail_of_either_site_passes_at_the_outsides_own_judge(string user)
    {
        var mail = Mail.Delicate(spaceBeforeColon: false).By(user);
        await SubmitAsync(user, Hosts.Bob, mail);

        var arrived = await lab.Data.WaitForAsync(Hosts.Bob, mail.Id);

        AssertFound(arrived, AllPass);
        await AssertSignedByUsAsync(arrived);
        Assert.Equal("pass", Result(await AuthenticateAsync(arrived, CloudName, user), "dmarc"));
    }

    [Fact]
    public async Task An_automatic_reply_of_the_office_passes_by_its_signature()
    {
        var set = await Command.CausewayAsync(
            "recipient", "reply", Hosts.Edsger, "--outside", "Back on Monday.", "--subject", "Away today", "--data",
            lab.Data.Path);
        Assert.True(set.ExitCode == 0, set.ToString());
        var office = Path.Combine(lab.Data.Path, "office");
        await Patience.UntilAsync("the reply in the office's copy", async () =>
            (await Command.CausewayAsync("recipient", "list", Hosts.Edsger, "--data", office, "--json")).Output
                .Contains("Back on Monday", StringComparison.Ordinal) ? "there" : null);

        await SendAsync(Hosts.Alice, Hosts.Edsger, Mail.New("Lunch?", $"To: {Hosts.Edsger}\r\n"));

        AssertPassesWithoutReversePath(await WaitForSubjectAsync(Hosts.Alice, "Away today"));
    }

    [Fact]
    public async Task A_notice_passes_by_its_signature()
    {
        const string Gone = "gone@contoso.example";
        await using var woodgrove = new Sink(Hosts.Woodgrove, "550 5.1.1 Nobody of that name");
        await AddAsync(Gone, "--kind", "contact", "--site", "office", "--target", "gone@woodgrove.example");

        var mail = await SendToNewAsync(Hosts.Alice, Gone);

        await lab.Data.WaitForOutcomeAsync(mail.Id, "bounced");
        var notice = await WaitForTextAsync(Hosts.Alice, mail.Id);
        Assert.Contains(
            "postmaster@contoso.example", Assert.Single(Header.All(notice, "From")), StringComparison.Ordinal);
        AssertPassesWithoutReversePath(notice);
    }

    [Fact]
    public async Task A_notice_that_the_office_hands_in_passes_by_its_signature_as_well()
    {
        var mail = Mail.New("Undelivered mail", "Auto-Submitted: auto-replied\r\n").By("postmaster@contoso.example");

        await HandInAsync("", Hosts.Alice, mail);

        AssertPassesWithoutReversePath(await lab.Data.WaitForAsync(Hosts.Alice, mail.Id));
    }

    [Fact]
    public async Task Mail_that_we_signed_is_not_signed_again_when_a_stranger_has_it_forwarded()
    {
        await using var woodgrove = new Sink(Hosts.Woodgrove);
        var mail = Mail.New("to be replayed").By(Hosts.Ada);
        await SubmitAsync(Hosts.Ada, Carol, mail);
        var signed = (await woodgrove.NextAsync()).Octets;

        await SendAsync(Hosts.Alice, Hosts.Edsger, mail with { Octets = signed });

        // The same signature, which any replay keeps, and no further one: the trace does not even say SIGN.
        var arrived = await lab.Data.WaitForAsync(Hosts.Bob, mail.Id);
        Assert.Equal([OurDomain], Header.Signers(arrived));
        Assert.Equal(Header.All(signed, "DKIM-Signature"), Header.All(arrived, "DKIM-Signature"));
        await AssertNeverSignedAsync(mail, Hosts.Alice);
    }

    [Fact]
    public async Task A_groups_member_at_the_outside_gets_a_strangers_mail_as_it_was()
    {
        const string Friends = "friends@contoso.example";
        await AddAsync(Friends, "--kind", "group", "--site", "cloud", "--members", $"{Hosts.Bob};{Hosts.Ada}");

        var mail = await SendToNewAsync(Hosts.Alice, Friends);

        var arrived = await lab.Data.WaitForAsync(Hosts.Bob, mail.Id);
        Assert.Empty(Header.Signers(arrived));
        Assert.EndsWith(Text(mail.Octets), Text(arrived), StringComparison.Ordinal);
        await lab.Data.WaitForAsync(Hosts.Ada, mail.Id);
        await AssertNeverSignedAsync(mail, Hosts.Alice);
    }

    [Fact]
    public async Task What_the_office_hands_in_under_a_foreign_name_leaves_unsigned_and_the_trace_says_why()
    {
        await using var woodgrove = new Sink(Hosts.Woodgrove);
        var mail = Mail.New("under a foreign name");
        await HandInAsync(Hosts.Grace, Carol, mail);

        Assert.Empty(Header.Signers((await woodgrove.NextAsync()).Octets));
        var trace = await lab.Data.WaitForOutcomeAsync(mail.Id, "relayed");
        Assert.Equal(
            "no key of this site fits the From field", Timeline.Text(trace.Event("cloud", "SIGN"), "detail"));
    }

    private static string Text(byte[] octets) => Encoding.Latin1.GetString(octets);

    private static string? Result(JsonElement judged, string method) =>
        Timeline.Text(judged.GetProperty(method), "result");

    private static async Task SubmitAsync(string user, string to, Mail mail)
    {
        var sent = await Swaks.SubmitAsync(
            user == Hosts.Ada ? Hosts.CloudSubmission : Hosts.OfficeSubmission, user, to, mail.Octets);
        Assert.True(sent.ExitCode == Swaks.Done, sent.ToString());
    }

    private static async Task SendAsync(string from, string to, Mail mail)
    {
        var sent = await Swaks.SendAsync(Hosts.Filter, from, to, mail.Octets);
        Assert.True(sent.ExitCode == Swaks.Done, sent.ToString());
    }

    private static void AssertFound(byte[] arrived, params string[] words)
    {
        var results = Header.Results(arrived, OutsideName);
        Assert.All(words, word => Assert.Contains(word, results, StringComparison.Ordinal));
    }

    // RFC 9989 takes SPF of MAIL FROM alone: without a reverse-path, the signature decides.
    private static void AssertPassesWithoutReversePath(byte[] arrived)
    {
        Assert.Equal("<>", Header.All(arrived, "Return-Path")[0]);
        AssertFound(arrived, "dkim=pass", "dmarc=pass");
        Assert.Equal([OurDomain], Header.Signers(arrived));
    }

    private static async Task AssertSignedByUsAsync(byte[] message)
    {
        var selector = Assert.Single(await Python.SignaturesAsync(message));
        Assert.StartsWith($"True {OurDomain} cloud-", selector, StringComparison.Ordinal);
        Assert.Equal([OurDomain], Header.Signers(message));
    }

    private static async Task<JsonElement> AuthenticateAsync(
        byte[] message, string helo, string from)
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("message.eml");
        await File.WriteAllBytesAsync(path, message, TestContext.Current.CancellationToken);
        return await Command.JsonAsync(
            "authenticate", path, "--ip", CloudAddress, "--helo", helo, "--mail-from", from, "--resolver",
            Hosts.Dns.ToString());
    }

    // As the office itself does, along its arrow to the cloud.
    private async Task HandInAsync(string from, string to, Mail mail)
    {
        using var office = Identity.Load(lab.Data.Identity("office"));
        await using var talk = await SmtpTalk.GreetAsync(Hosts.Cloud, Hosts.Office.Address, office);
        Assert.Equal("250 2.1.0", (await talk.SayAsync($"MAIL FROM:<{from}>")).Status);
        Assert.Equal("250 2.1.5", (await talk.SayAsync($"RCPT TO:<{to}>")).Status);
        Assert.Equal("354", (await talk.SayAsync("DATA")).Lines[0][..3]);
        await talk.WriteAsync(Text(mail.Octets));
        Assert.StartsWith("250", (await talk.SayAsync(".")).Status, StringComparison.Ordinal);
    }

    private async Task AddAsync(string address, params string[] fields)
    {
        var added = await Command.CausewayAsync(
            ["recipient", "add", address, .. fields, "--data", lab.Data.Path]);
        Assert.True(added.ExitCode == 0, added.ToString());
    }

    // The filter refuses the recipient until its copy of the directory has it.
    private static async Task<Mail> SendToNewAsync(string from, string to)
    {
        var mail = Mail.New("to somebody new", $"To: {to}\r\n");
        await Patience.UntilAsync($"{to} at the filter", async () =>
            (await Swaks.SendAsync(Hosts.Filter, from, to, mail.Octets)).ExitCode == Swaks.Done ? "taken" : null);
        return mail;
    }

    private async Task<byte[]> WaitForSubjectAsync(string mailbox, string subject)
    {
        var id = await Patience.UntilAsync($"'{subject}' in the mailbox of {mailbox}", async () =>
            (await Command.JsonAsync("mailbox", "list", mailbox, "--data", lab.Data.Path)).EnumerateArray()
                .Where(one => Timeline.Text(one, "subject") == subject)
                .Select(one => Timeline.Text(one, "messageId")).FirstOrDefault());
        return await lab.Data.WaitForAsync(mailbox, id);
    }

    // The one message in which a text stands that is nowhere else.
    private async Task<byte[]> WaitForTextAsync(string mailbox, string text) => await Patience.UntilAsync(
        $"{text} in the mailbox of {mailbox}", async () =>
        {
            foreach (var one in (await Command.JsonAsync("mailbox", "list", mailbox, "--data", lab.Data.Path))
                .EnumerateArray())
            {
                var shown = await Command.CausewayAsync(
                    "mailbox", "show", mailbox, Timeline.Text(one, "id")!, "--data", lab.Data.Path);
                if (Text(shown.Octets).Contains(text, StringComparison.Ordinal))
                {
                    return shown.Octets;
                }
            }

            return null;
        });

    private async Task AssertNeverSignedAsync(Mail mail, string from)
    {
        var traces = await lab.Data.TraceAsync("--message-id", mail.Id, "--from", from);
        Assert.NotEmpty(traces);
        Assert.DoesNotContain(
            traces.SelectMany(trace => new Timeline(trace).Steps),
            step => step.EndsWith(" SIGN", StringComparison.Ordinal));
    }
}
