using System.Net;
using System.Text;
using Causeway.EndToEnd.Tests.Support;

namespace Causeway.EndToEnd.Tests.Processes;

/// <summary>
/// Two organizations on one filter and one cloud: each gets its own mail, and one reaches the other by the Internet
/// alone.
/// </summary>
[Collection(LabAddresses.Collection)]
public sealed class ProviderTests(ProviderSites sites) : IClassFixture<ProviderSites>
{
    private static readonly IPAddress FromOffice = Hosts.Office.Address;

    [Fact]
    public async Task Each_organization_gets_its_mail_from_the_Internet_at_its_own_office()
    {
        var mail = Mail.Delicate();
        foreach (var to in (string[])[Hosts.Grace, Hosts.Nora])
        {
            var sent = await Swaks.SendAsync(Hosts.Filter, Hosts.Alice, to, mail.Octets);
            Assert.True(sent.ExitCode == Swaks.Done, sent.ToString());
        }

        Assert.Equal(mail.Octets, (await sites.Data.WaitForAsync(Hosts.Grace, mail.Id))[^mail.Octets.Length..]);
        Assert.Equal(
            mail.Octets, (await sites.NorthwindData.WaitForAsync(Hosts.Nora, mail.Id))[^mail.Octets.Length..]);
    }

    [Fact]
    public async Task One_message_is_for_one_organization_and_the_sender_is_told_to_split()
    {
        await using var talk = await SmtpTalk.GreetAsync(Hosts.Filter);
        await talk.SayAsync($"MAIL FROM:<{Hosts.Alice}>");
        Assert.Equal("250 2.1.5", (await talk.SayAsync($"RCPT TO:<{Hosts.Ada}>")).Status);
        Assert.Equal("452 4.5.3", (await talk.SayAsync($"RCPT TO:<{Hosts.Nora}>")).Status);
        Assert.Equal("250 2.1.5", (await talk.SayAsync($"RCPT TO:<{Hosts.Grace}>")).Status);

        // The next message may be for the other.
        await talk.SayAsync("RSET");
        await talk.SayAsync($"MAIL FROM:<{Hosts.Alice}>");
        Assert.Equal("250 2.1.5", (await talk.SayAsync($"RCPT TO:<{Hosts.Nora}>")).Status);
    }

    [Fact]
    public async Task From_one_to_the_other_mail_goes_by_the_Internet_and_is_strange_there()
    {
        var mail = Mail.Delicate().By(Hosts.Grace);
        var sent = await Swaks.SubmitAsync(
            Hosts.OfficeSubmission, Hosts.Grace, Hosts.Nora, mail.Octets, "--auth-password", SeparateSites.Password);
        Assert.True(sent.ExitCode == Swaks.Done, sent.ToString());

        var text = Encoding.Latin1.GetString(await sites.NorthwindData.WaitForAsync(Hosts.Nora, mail.Id));
        Assert.Contains(
            "Received: from contoso-example.mail.cloud.example ([127.0.0.20])", text, StringComparison.Ordinal);
        Assert.Contains(" by mx.filter.example ", Unfolded(text), StringComparison.Ordinal);

        // Two ids, since what contoso said of the message went no further than contoso.
        var traces = await sites.Data.TraceAsync("--message-id", mail.Id);
        Assert.Equal(2, traces.Select(trace => Timeline.Text(trace, "id")).Distinct().Count());
    }

    [Theory]
    [InlineData("cloud", Hosts.Nora, "250 2.1.5")]
    [InlineData("cloud", Hosts.NoraByRoutingDomain, "250 2.1.5")]
    [InlineData("northwind's office", Hosts.Nora, "550 5.7.51")]
    public async Task To_a_site_of_contoso_northwind_is_the_Internet(string at, string to, string reply)
    {
        // What the cloud takes here it sends out by MX, as for any other domain.
        using var office = Identity.Load(sites.Data.Identity("office"));
        var server = at == "cloud" ? Hosts.Cloud : Hosts.NorthwindOffice;
        await using var talk = await SmtpTalk.GreetAsync(server, FromOffice, at == "cloud" ? office : null);
        await talk.SayAsync($"MAIL FROM:<{Hosts.Grace}>");
        Assert.Equal(reply, (await talk.SayAsync($"RCPT TO:<{to}>")).Status);
    }

    [Theory]
    [InlineData(Hosts.Ada)]
    [InlineData(Hosts.Nora)]
    [InlineData(Hosts.NoraByRoutingDomain)]
    public async Task A_stranger_finds_both_doors_of_the_cloud_locked(string to)
    {
        await using var talk = await SmtpTalk.GreetAsync(Hosts.Cloud);
        await talk.SayAsync($"MAIL FROM:<{Hosts.Alice}>");
        Assert.Equal("550 5.7.51", (await talk.SayAsync($"RCPT TO:<{to}>")).Status);
    }

    [Theory]
    [InlineData("northwind.example", "contoso.example", "contoso.example is claimed by contoso and by northwind")]
    [InlineData("northwind-example.mail", "contoso-example.mail", "write a host name of its own")]
    [InlineData("organization: northwind", "organization: contoso", "two files describe the organization contoso")]
    public async Task Organizations_that_cannot_be_told_apart_are_not_served_together(
        string old, string changed, string says)
    {
        using var folder = new TemporaryFolder();
        var file = ProviderSites.Northwind(folder);
        var text = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
        folder.Write("recipients.csv", "address,kind,site\n");
        folder.Write("causeway.yaml", text.Replace(old, changed, StringComparison.Ordinal));

        var result = await Command.CausewayAsync(
            "up", Repository.LabTopology, file, "--site", "cloud", "--data", folder.File("data"), "--lab");

        Assert.Equal((2, ""), (result.ExitCode, result.Output));
        Assert.Contains(says, result.Error, StringComparison.Ordinal);
    }

    private static string Unfolded(string text) =>
        text.Replace("\r\n ", " ", StringComparison.Ordinal).Replace("\r\n\t", " ", StringComparison.Ordinal);
}
