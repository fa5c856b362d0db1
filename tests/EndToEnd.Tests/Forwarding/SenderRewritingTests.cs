using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Causeway.EndToEnd.Tests.Support;

namespace Causeway.EndToEnd.Tests.Forwarding;

/// <summary>
/// A mailbox of the office forwards a stranger's mail by the cloud: judged by SPF and DKIM of others, and by what comes
/// back.
/// </summary>
[Collection(LabAddresses.Collection)]
public sealed class SenderRewritingTests(ServedLab lab) : IClassFixture<ServedLab>
{
    private const string CloudName = "contoso-example.mail.cloud.example";
    private const string LongSender =
        "a-newsletter-whose-local-part-is-long-0123456789@bounces.newsletter.fabrikam.example";

    [Fact]
    public async Task A_forward_of_protected_mail_passes_SPF_and_keeps_its_signature_octet_by_octet()
    {
        using var key = RSA.Create(2048);
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(
            folder.File("key"), key.ExportRSAPrivateKeyPem(), TestContext.Current.CancellationToken);
        var mail = Mail.Delicate(spaceBeforeColon: false);
        var signed = await Python.SignAsync(mail.Octets, "fabrikam.example", folder.File("key"));
        Assert.EndsWith(Text(mail.Octets), Text(signed), StringComparison.Ordinal);

        var sent = await Swaks.SendAsync(Hosts.Filter, Hosts.Alice, Hosts.Edsger, signed);

        Assert.True(sent.ExitCode == Swaks.Done, sent.ToString());
        var arrived = await lab.Data.WaitForAsync(Hosts.Bob, mail.Id);
        Assert.Equal(signed, arrived[^signed.Length..]);
        Assert.Equal(["fabrikam.example"], Header.Signers(arrived));
        Assert.True(await Python.VerifyAsync(arrived, Convert.ToBase64String(key.ExportSubjectPublicKeyInfo())));
        Assert.Contains($"Received: from {CloudName} ([127.0.0.20])", Text(arrived), StringComparison.Ordinal);
        Assert.Contains($"Delivered-To: {Hosts.Edsger}\r\n", Text(arrived), StringComparison.Ordinal);
        var sender = ReturnPath(arrived);
        Assert.Matches("^SRS0=.{6}=..=fabrikam.example=alice@contoso.example$", sender);
        Assert.Equal("pass", await Python.SpfAsync("127.0.0.20", sender, CloudName));

        // What would have been without the rewriting: the reason for it.
        Assert.Equal("fail", await Python.SpfAsync("127.0.0.20", Hosts.Alice, CloudName));
    }

    [Fact]
    public async Task A_bounce_to_the_return_address_finds_the_sender_and_the_trace_tells_both_addresses()
    {
        var mail = Mail.New("to one who forwards");
        await Swaks.SendAsync(Hosts.Filter, Hosts.Alice, Hosts.Edsger, mail.Octets);
        var sender = ReturnPath(await lab.Data.WaitForAsync(Hosts.Bob, mail.Id));
        var bounce = Mail.New("could not be delivered");

        var sent = await Swaks.SendAsync(Hosts.Filter, "", sender.ToLowerInvariant(), bounce.Octets);

        Assert.True(sent.ExitCode == Swaks.Done, sent.ToString());
        Assert.Equal("", ReturnPath(await lab.Data.WaitForAsync(Hosts.Alice, bounce.Id)));
        var trace = (await lab.Data.TraceAsync("--message-id", mail.Id))
            .Select(one => new Timeline(one)).First(one => one.Steps.Contains("cloud RELAY"));
        Assert.Equal(Hosts.Alice, Timeline.Text(trace.Json, "from"));
        Assert.Contains(
            trace.Events, one => Timeline.Text(one, "event") == "RELAY"
                && Timeline.Text(one, "detail")!.Contains($", from {sender}", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_sender_too_long_to_be_rewritten_is_remembered_and_found_as_well()
    {
        var mail = Mail.New("from a long address");
        await Swaks.SendAsync(Hosts.Filter, LongSender, Hosts.Edsger, mail.Octets);

        var sender = ReturnPath(await lab.Data.WaitForAsync(Hosts.Bob, mail.Id));

        Assert.Matches("^bounces\\+SRS=[A-Z2-7]{24}=[A-Z2-7]{2}@contoso.example$", sender);
        Assert.Equal("pass", await Python.SpfAsync("127.0.0.20", sender, CloudName));
        var bounce = Mail.New("could not be delivered");
        Assert.Equal(
            Swaks.Done, (await Swaks.SendAsync(Hosts.Filter, "", sender.ToLowerInvariant(), bounce.Octets)).ExitCode);
        await Patience.UntilAsync(
            $"{bounce.Id} on its way to its sender",
            async () => (await lab.Data.TraceAsync("--message-id", bounce.Id)).Select(one => new Timeline(one))
                .FirstOrDefault(one => one.Events.Any(step => Timeline.Text(step, "site") == "cloud"
                    && step.GetProperty("recipients").EnumerateArray().Any(to => to.GetString() == LongSender))));
    }

    [Fact]
    public async Task Organizations_that_forward_to_each_other_make_no_loop_and_a_bounce_finds_its_way_through_both()
    {
        await SetForwardAsync(Hosts.Edsger);
        try
        {
            var mail = Mail.New("there and back");
            await Swaks.SendAsync(Hosts.Filter, Hosts.Alice, Hosts.Edsger, mail.Octets);

            // Edsger forwards to bob, whose server sends it back: edsger keeps that too, and forwards no more.
            var listed = await Patience.UntilAsync(
                "the second copy", async () => await lab.Data.ListAsync(Hosts.Edsger, mail.Id) is { Length: 2 } both
                    ? both : null);
            Assert.Single(await lab.Data.ListAsync(Hosts.Bob, mail.Id));
            var copies = await Task.WhenAll(listed.Select(one => ShowAsync(Hosts.Edsger, one)));
            var back = copies.Select(ReturnPath).Single(path => path != Hosts.Alice);
            Assert.Matches("^SRS1=.{6}=contoso.example==.{6}=..=fabrikam.example=alice@fabrikam.example$", back);

            var bounce = Mail.New("could not be delivered");
            var sent = await Swaks.SendAsync(Hosts.Outside, "", back, bounce.Octets);
            Assert.True(sent.ExitCode == Swaks.Done, sent.ToString());
            await lab.Data.WaitForAsync(Hosts.Alice, bounce.Id);
        }
        finally
        {
            await SetForwardAsync("");
        }
    }

    [Theory]
    [InlineData("SRS0=AAAAAAAA=JM=fabrikam.example=bob@contoso.example")]
    [InlineData("SRS1=AAAAAAAA=fabrikam.example==AAAA=JM=lab.example=bob@contoso.example")]
    public async Task An_address_that_nobody_made_relays_for_nobody(string forged)
    {
        var mail = Mail.New("for bob, I hope");

        // With a reverse-path there is no door; without one the filter sees the form, and the cloud the hash.
        var withPath = await Swaks.SendAsync(Hosts.Filter, Hosts.Alice, forged, mail.Octets);
        Assert.Equal(Swaks.NoRecipientAccepted, withPath.ExitCode);
        Assert.Contains("550 5.7.1 This address takes notices", withPath.Output, StringComparison.Ordinal);
        Assert.Equal(Swaks.Done, (await Swaks.SendAsync(Hosts.Filter, "", forged, mail.Octets)).ExitCode);

        var trace = await lab.Data.WaitForOutcomeAsync(mail.Id, "held");
        Assert.Contains(
            "550 5.7.1 This return address was not made here",
            Timeline.Text(trace.Event("filter", "HOLD"), "reply"), StringComparison.Ordinal);
        Assert.Empty(await lab.Data.ListAsync(Hosts.Bob, mail.Id));
    }

    [Fact]
    public async Task What_the_other_side_refuses_for_good_is_told_to_the_sender_himself()
    {
        const string Gone = "gone@contoso.example";
        await using var woodgrove = new Sink(Hosts.Woodgrove, "550 5.1.1 Nobody of that name");
        var added = await Command.CausewayAsync(
            "recipient", "add", Gone, "--kind", "contact", "--site", "office", "--target", "gone@woodgrove.example",
            "--data", lab.Data.Path);
        Assert.True(added.ExitCode == 0, added.ToString());
        var mail = Mail.New("to somebody who is gone");

        await Patience.UntilAsync(
            $"{Gone} at the filter",
            async () => (await Swaks.SendAsync(Hosts.Filter, Hosts.Alice, Gone, mail.Octets)).ExitCode == Swaks.Done
                ? "taken" : null);

        var trace = await lab.Data.WaitForOutcomeAsync(mail.Id, "bounced");
        var bounce = trace.Event("cloud", "BOUNCE");
        Assert.Equal("550 5.1.1 Nobody of that name", Timeline.Text(bounce, "reply"));
        Assert.Contains(", from SRS0=", Timeline.Text(bounce, "detail"), StringComparison.Ordinal);
        await Patience.UntilAsync(
            "a notice for alice",
            async () => (await Command.JsonAsync("mailbox", "list", Hosts.Alice, "--data", lab.Data.Path))
                .EnumerateArray().Select(one => Timeline.Text(one, "from")!)
                .FirstOrDefault(from => from.Contains("postmaster@contoso.example", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_message_that_a_stranger_sends_back_is_kept_and_not_forwarded_again()
    {
        var mail = Mail.New("round and round", $"Delivered-To: {Hosts.Edsger}\r\n");
        await Swaks.SendAsync(Hosts.Filter, Hosts.Alice, Hosts.Edsger, mail.Octets);

        await lab.Data.WaitForAsync(Hosts.Edsger, mail.Id);

        var trace = await lab.Data.WaitForOutcomeAsync(mail.Id, "delivered");
        Assert.DoesNotContain(trace.Events, one => Timeline.Text(one, "event") == "ROUTE"
            && one.GetProperty("recipients").EnumerateArray().Any(to => to.GetString() == Hosts.Bob));
        Assert.Empty(await lab.Data.ListAsync(Hosts.Bob, mail.Id));
    }

    private async Task SetForwardAsync(string target)
    {
        var changed = await Command.CausewayAsync(
            "recipient", "change", Hosts.Bob, "--forward", target, "--data",
            Path.Combine(lab.Data.Path, "internet-mta"));
        Assert.True(changed.ExitCode == 0, changed.ToString());
    }

    private async Task<byte[]> ShowAsync(string mailbox, JsonElement listed) => (await Command.CausewayAsync(
        "mailbox", "show", mailbox, listed.GetProperty("id").GetString()!, "--data", lab.Data.Path)).Octets;

    private static string Text(byte[] octets) => Encoding.Latin1.GetString(octets);

    private static string ReturnPath(byte[] stored) => Text(stored).Split('<', '>')[1];
}
