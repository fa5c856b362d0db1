using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Causeway.EndToEnd.Tests.Support;

namespace Causeway.EndToEnd.Tests.Foreign;

/// <summary>
/// A real Postfix as the office, set up by what <c>render</c> printed, and another one as a stranger's mail server:
/// mail in both directions, and the doors of the office.
/// </summary>
[Collection(LabAddresses.Collection)]
public sealed class PostfixTests(PostfixSites sites) : IClassFixture<PostfixSites>
{
    private const string GraceFolder = "contoso.example/grace";
    private const string EdsgerFolder = "contoso.example/edsger";

    [Theory]
    [InlineData(Hosts.Grace)]
    [InlineData("grace+news@contoso.example")]
    [InlineData("GRACE@Contoso.example")]
    public async Task From_the_internet_to_the_office(string to)
    {
        var mail = Mail.Delicate(spaceBeforeColon: false);
        var sent = await Swaks.SendAsync(Hosts.Woodgrove, PostfixSites.Carol, to, mail.Octets);

        Assert.True(sent.ExitCode == Swaks.Done, sent.ToString());
        var arrived = Assert.Single(await sites.Office.WaitForAsync(GraceFolder, mail.Id));
        AssertSame(mail, arrived);
        var way = Encoding.Latin1.GetString(arrived);
        Assert.Contains("by mail.contoso.example (Postfix)", way, StringComparison.Ordinal);
        Assert.Contains("by mx.filter.example", way, StringComparison.Ordinal);
    }

    [Fact]
    public async Task From_the_internet_to_the_cloud()
    {
        var mail = Mail.Delicate(spaceBeforeColon: false);
        var sent = await Swaks.SendAsync(Hosts.Woodgrove, PostfixSites.Carol, Hosts.Ada, mail.Octets);

        Assert.True(sent.ExitCode == Swaks.Done, sent.ToString());
        var arrived = await sites.Data.WaitForAsync(Hosts.Ada, mail.Id);
        Assert.Equal(mail.Octets, arrived[^mail.Octets.Length..]);
    }

    [Fact]
    public async Task From_the_cloud_to_the_office()
    {
        var mail = Mail.Delicate(spaceBeforeColon: false).By(Hosts.Ada);
        var sent = await Swaks.SubmitAsync(
            Hosts.CloudSubmission, Hosts.Ada, Hosts.Grace, mail.Octets, "--auth-password", SeparateSites.Password);

        Assert.True(sent.ExitCode == Swaks.Done, sent.ToString());
        AssertSame(mail, Assert.Single(await sites.Office.WaitForAsync(GraceFolder, mail.Id)));
    }

    [Theory]
    [InlineData(Hosts.Ada)]
    [InlineData("countess@contoso.example")]
    [InlineData(Hosts.AdaByRoutingDomain)]
    public async Task From_the_office_to_the_cloud(string to)
    {
        var mail = Mail.New("from the office");
        await sites.Office.SubmitAsync(Hosts.Grace, to, mail.Octets);

        await sites.Data.WaitForAsync(Hosts.Ada, mail.Id);
        var trace = await sites.Data.WaitForOutcomeAsync(mail.Id, "delivered");
        var peer = Timeline.Text(trace.Event("cloud", "RECEIVE"), "peer");
        Assert.EndsWith("(office)", peer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Hosts.Grace)]
    [InlineData("")]
    public async Task From_the_office_to_the_internet_by_way_of_the_cloud(string from)
    {
        var mail = Mail.New("to the outside");
        await sites.Office.SubmitAsync(from, PostfixSites.Bob, mail.Octets);

        var text = Encoding.UTF8.GetString(Assert.Single(await sites.Woodgrove.WaitForAsync("bob", mail.Id)));
        var top = text[text.IndexOf("Received: ", StringComparison.Ordinal)..];
        Assert.StartsWith("Received: from contoso-example.mail.cloud.example (unknown [127.0.0.20])", top,
            StringComparison.Ordinal);
        Assert.DoesNotContain("X-Causeway", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task From_the_cloud_to_the_internet()
    {
        var mail = Mail.Delicate(spaceBeforeColon: false).By(Hosts.Ada);
        var sent = await Swaks.SubmitAsync(
            Hosts.CloudSubmission, Hosts.Ada, PostfixSites.Bob, mail.Octets, "--auth-password", SeparateSites.Password);

        Assert.True(sent.ExitCode == Swaks.Done, sent.ToString());
        AssertSame(mail, Assert.Single(await sites.Woodgrove.WaitForAsync("bob", mail.Id)));
    }

    [Theory]
    [InlineData("team@contoso.example")]
    [InlineData("crew@contoso.example")]
    public async Task A_group_at_either_site_reaches_the_members_at_both_once(string group)
    {
        var mail = Mail.New("to all of us");
        var sent = await Swaks.SendAsync(Hosts.Woodgrove, PostfixSites.Carol, group, mail.Octets);

        Assert.True(sent.ExitCode == Swaks.Done, sent.ToString());
        await sites.Data.WaitForAsync(Hosts.Ada, mail.Id);
        Assert.Single(await sites.Office.WaitForAsync(GraceFolder, mail.Id));
    }

    [Fact]
    public async Task A_forward_of_the_office_keeps_a_copy_and_leaves_by_the_cloud()
    {
        var mail = Mail.New("to be passed on");
        var sent = await Swaks.SendAsync(Hosts.Woodgrove, PostfixSites.Carol, Hosts.Edsger, mail.Octets);

        Assert.True(sent.ExitCode == Swaks.Done, sent.ToString());
        Assert.Single(await sites.Office.WaitForAsync(EdsgerFolder, mail.Id));
        var text = Encoding.UTF8.GetString(Assert.Single(await sites.Woodgrove.WaitForAsync("bob", mail.Id)));
        Assert.Matches("Return-Path: <SRS0=.{6}=..=woodgrove.example=carol@contoso.example>", text);
    }

    [Fact]
    public async Task A_bounce_from_outside_comes_back_to_the_sender_in_the_office()
    {
        var mail = Mail.New("to nobody");
        await sites.Office.SubmitAsync(Hosts.Grace, "nobody@woodgrove.example", mail.Octets);

        var notice = Encoding.UTF8.GetString(Assert.Single(await sites.Office.WaitForAsync(GraceFolder, mail.Id)));
        Assert.Contains(
            "Final-Recipient: rfc822; nobody@woodgrove.example", notice, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData(Hosts.Alice, Hosts.Grace)]
    [InlineData("", Hosts.Grace)]
    [InlineData(Hosts.Ada, Hosts.Nobody)]
    [InlineData(Hosts.Alice, "postmaster@contoso.example")]
    [InlineData(Hosts.Alice, Hosts.AdaByRoutingDomain)]
    [InlineData(Hosts.Ada, Hosts.Bob)]
    public async Task The_offices_door_is_shut_to_strangers_before_the_recipient_is_looked_up(string from, string to)
    {
        await AssertReplyAsync(Hosts.Stranger, null, from, to, "550 5.7.51");

        // Neither the address of the cloud nor its certificate is enough alone, and the filter has no arrow to here.
        await AssertReplyAsync(Hosts.Cloud.Address, null, from, to, "550 5.7.51");
        await AssertReplyAsync(Hosts.Stranger, Key("cloud"), from, to, "550 5.7.51");
        await AssertReplyAsync(Hosts.Filter.Address, Key("filter"), from, to, "550 5.7.51");
        using var forged = Identity.Forge("cloud", "contoso-example.mail.cloud.example");
        await AssertReplyAsync(Hosts.Cloud.Address, forged, from, to, "550 5.7.51");
    }

    [Theory]
    [InlineData(Hosts.Grace, "250 2.1.5")]
    [InlineData("edsger+books@contoso.example", "250 2.1.5")]
    [InlineData(Hosts.Nobody, "550 5.1.1")]
    [InlineData("nobody@contoso.mail.cloud.example", "550 5.1.1")]
    [InlineData(Hosts.Bob, "554 5.7.1")]
    public Task The_cloud_comes_in_for_recipients_that_exist(string to, string reply) =>
        AssertReplyAsync(Hosts.Cloud.Address, Key("cloud"), Hosts.Alice, to, reply);

    [Fact]
    public async Task Mail_waits_while_the_cloud_does_not_know_the_office_and_goes_when_it_does()
    {
        var mail = Mail.New("to wait");
        await sites.Office.ReplaceAsync("identity.pem", sites.Key("filter"));
        try
        {
            await sites.Office.SubmitAsync(Hosts.Grace, PostfixSites.Bob, mail.Octets);
            await Patience.UntilAsync("a deferral for the broken link", async () =>
                (await sites.Office.QueueAsync()).Contains("5.7.64", StringComparison.Ordinal) ? "deferred" : null);
        }
        finally
        {
            await sites.Office.ReplaceAsync("identity.pem", sites.Key("office"));
        }

        Assert.Contains("status=deferred", await sites.Office.LogAsync(), StringComparison.Ordinal);
        await sites.Office.FlushAsync();
        Assert.Single(await sites.Woodgrove.WaitForAsync("bob", mail.Id));
    }

    [Fact]
    public async Task Check_says_what_it_assumes_of_the_office()
    {
        var check = await Command.JsonAsync("check", sites.Topology);

        var assumed = check.GetProperty("properties").EnumerateArray()
            .Where(property => Timeline.Text(property, "verdict") == "assumed").ToList();
        Assert.NotEmpty(assumed);
        Assert.All(assumed, property =>
            Assert.Contains("office (postfix)", Timeline.Text(property, "summary"), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Import_finds_in_the_running_office_what_the_test_changed_and_nothing_else()
    {
        var settings = await sites.Office.SettingsAsync();

        var import = await Command.CausewayAsync(
            "import", sites.Topology, "--site", "office", "--postfix", settings, "--maps", sites.Office.Causeway,
            "--json");

        Assert.True(import.ExitCode == 1, import.ToString());
        var difference = Assert.Single(import.Json.GetProperty("differences").EnumerateArray());
        Shapes.AssertNames(difference, "setting", "found", "wanted", "why");
        Assert.Equal("inet_interfaces", Timeline.Text(difference, "setting"));
    }

    private X509Certificate2 Key(string site) => Identity.Load(sites.Key(site));

    // A maildir keeps lines as the system ends them; every other octet is the sender's.
    private static void AssertSame(Mail mail, byte[] arrived)
    {
        var sent = Encoding.Latin1.GetString(mail.Octets).Replace("\r\n", "\n", StringComparison.Ordinal);
        var text = Encoding.Latin1.GetString(arrived);
        Assert.Equal(sent, text[Math.Max(0, text.Length - sent.Length)..]);
    }

    private static async Task AssertReplyAsync(
        IPAddress source, X509Certificate2? certificate, string from, string to, string reply)
    {
        await using var talk = await SmtpTalk.GreetAsync(Hosts.Office, source, certificate);
        Assert.Equal("250 2.1.0", (await talk.SayAsync($"MAIL FROM:<{from}>")).Status);
        Assert.Equal(reply, (await talk.SayAsync($"RCPT TO:<{to}>")).Status);
    }
}
