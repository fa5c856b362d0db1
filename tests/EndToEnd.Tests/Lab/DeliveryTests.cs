using System.Text;
using Causeway.EndToEnd.Tests.Support;

namespace Causeway.EndToEnd.Tests.Lab;

/// <summary>Good mail passes, from swaks, along every path, and not an octet of it is touched.</summary>
[Collection(LabAddresses.Collection)]
public sealed class DeliveryTests(ServedLab lab) : IClassFixture<ServedLab>
{
    [Fact]
    public async Task A_stranger_writes_to_both_sites_and_the_octets_arrive_as_sent()
    {
        var mail = Mail.Delicate();

        var sent = await Swaks.SendAsync(Hosts.Filter, Hosts.Alice, $"{Hosts.Ada},{Hosts.Grace}", mail.Octets);

        Assert.True(sent.ExitCode == Swaks.Done, sent.ToString());
        AssertTail(mail, await lab.Data.WaitForAsync(Hosts.Ada, mail.Id));
        AssertTail(mail, await lab.Data.WaitForAsync(Hosts.Grace, mail.Id));
    }

    [Fact]
    public async Task Export_writes_the_stored_octets_one_file_a_message()
    {
        var mail = Mail.Delicate();
        await Swaks.SendAsync(Hosts.Filter, Hosts.Alice, Hosts.Charles, mail.Octets);
        var stored = await lab.Data.WaitForAsync(Hosts.Charles, mail.Id);
        using var folder = new TemporaryFolder();

        var result = await Command.CausewayAsync(
            "mailbox", "export", Hosts.Charles, "--data", lab.Data.Path, "--to", folder.File("out"));

        Assert.True(result.ExitCode == 0, result.ToString());
        var files = Directory.GetFiles(folder.File("out"));
        Assert.All(files, file => Assert.Equal(".eml", Path.GetExtension(file)));
        Assert.Contains(files, file => File.ReadAllBytes(file).AsSpan().SequenceEqual(stored));
        var listed = Assert.Single(await lab.Data.ListAsync(Hosts.Charles, mail.Id));
        Shapes.AssertNames(listed, "id", "folder", "size", "internalDate", "from", "subject", "messageId", "flags");
        Assert.Equal(stored.Length, listed.GetProperty("size").GetInt64());
        Assert.Equal(TimeSpan.Zero, listed.GetProperty("internalDate").GetDateTimeOffset().Offset);
    }

    [Theory]
    [InlineData("--auth", "PLAIN")]
    [InlineData("--auth", "LOGIN")]
    public async Task A_cloud_user_submits_to_the_Internet_by_STARTTLS(params string[] how)
    {
        var mail = Mail.Delicate().By(Hosts.Ada);
        var sent = await Swaks.SubmitAsync(Hosts.CloudSubmission, Hosts.Ada, Hosts.Bob, mail.Octets, how);

        Assert.True(sent.ExitCode == Swaks.Done, sent.ToString());
        AssertTail(mail, await lab.Data.WaitForAsync(Hosts.Bob, mail.Id));
    }

    [Fact]
    public async Task An_office_user_submits_with_implicit_TLS_and_the_mail_leaves_by_the_cloud()
    {
        var mail = Mail.Delicate().By(Hosts.Grace);
        var sent = await Swaks.SubmitAsync(
            Hosts.OfficeSubmissions, Hosts.Grace, Hosts.Bob, mail.Octets, "--tls-on-connect");

        Assert.True(sent.ExitCode == Swaks.Done, sent.ToString());
        var arrived = await lab.Data.WaitForAsync(Hosts.Bob, mail.Id);
        AssertTail(mail, arrived);
        Assert.Contains(
            "Received: from contoso-example.mail.cloud.example ([127.0.0.20])", Encoding.Latin1.GetString(arrived),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Colleagues_at_both_sites_write_to_each_other()
    {
        var there = Mail.Delicate().By(Hosts.Ada);
        var back = Mail.Delicate().By(Hosts.Grace);
        await Swaks.SubmitAsync(Hosts.CloudSubmissions, Hosts.Ada, Hosts.Grace, there.Octets, "--tls-on-connect");
        await Swaks.SubmitAsync(Hosts.OfficeSubmission, Hosts.Grace, Hosts.Ada, back.Octets);

        AssertTail(there, await lab.Data.WaitForAsync(Hosts.Grace, there.Id));
        AssertTail(back, await lab.Data.WaitForAsync(Hosts.Ada, back.Id));
    }

    [Fact]
    public async Task A_group_reaches_its_members_and_a_forward_keeps_and_sends_on()
    {
        var team = Mail.New("to the team");
        var edsger = Mail.New("to one who forwards");
        await Swaks.SendAsync(Hosts.Filter, Hosts.Alice, $"team@contoso.example,{Hosts.Ada}", team.Octets);
        await Swaks.SendAsync(Hosts.Filter, Hosts.Alice, Hosts.Edsger, edsger.Octets);

        AssertTail(team, await lab.Data.WaitForAsync(Hosts.Ada, team.Id));
        AssertTail(team, await lab.Data.WaitForAsync(Hosts.Grace, team.Id));
        AssertTail(edsger, await lab.Data.WaitForAsync(Hosts.Edsger, edsger.Id));
        await lab.Data.WaitForAsync(Hosts.Bob, edsger.Id);
    }

    [Fact]
    public async Task Mail_to_the_bare_postmaster_of_the_filter_reaches_the_postmaster()
    {
        var mail = Mail.New("to whom it may concern");
        await using var talk = await SmtpTalk.GreetAsync(Hosts.Filter);
        await talk.SayAsync("MAIL FROM:<>");
        await talk.SayAsync("RCPT TO:<postmaster>");
        await talk.SayAsync("DATA");
        await talk.WriteAsync(Encoding.Latin1.GetString(mail.Octets) + ".\r\n");
        Assert.Equal("250 2.0.0", (await talk.ReadAsync()).Status);

        AssertTail(mail, await lab.Data.WaitForAsync("postmaster@contoso.example", mail.Id));
    }

    // Above the message there is nothing but our trace, what was found out about the sender, seals and signatures:
    // whole header fields, no more.
    private static void AssertTail(Mail mail, byte[] arrived)
    {
        Assert.Equal(mail.Octets, arrived[^mail.Octets.Length..]);
        var ours = Encoding.Latin1.GetString(arrived[..^mail.Octets.Length]).Split("\r\n");
        string[] names =
        [
            "Return-Path:", "Delivered-To:", "Received:", "X-Causeway-Trace:", "X-Causeway-Authentication:",
            "Authentication-Results:", "ARC-Seal:", "ARC-Message-Signature:", "ARC-Authentication-Results:",
            "DKIM-Signature:", "\t",
        ];
        Assert.Equal("", ours[^1]);
        Assert.All(ours[..^1], line =>
            Assert.Contains(names, name => line.StartsWith(name, StringComparison.Ordinal)));
    }
}
