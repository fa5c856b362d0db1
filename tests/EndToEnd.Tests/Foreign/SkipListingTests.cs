using System.Net;
using System.Text;
using Causeway.EndToEnd.Tests.Support;

namespace Causeway.EndToEnd.Tests.Foreign;

/// <summary>
/// A real Postfix stands in front as the filter and judges nobody; the cloud judges by who handed the message to it.
/// </summary>
[Collection(LabAddresses.Collection)]
public sealed class SkipListingTests : IClassFixture<ForeignFilter>
{
    private const string Bank = "bank.lab.example";
    private const string Clerk = $"clerk@{Bank}";
    private const string CloudName = "contoso-example.mail.cloud.example";
    private const string SkipListed = "X-MS-Exchange-SkipListedInternetSender";
    private const string ExternalOriginal = "X-MS-Exchange-ExternalOriginalInternetSender";

    private static readonly IPAddress Honest = IPAddress.Parse("127.0.0.104");

    private readonly ForeignFilter sites;

    public SkipListingTests(ForeignFilter sites)
    {
        this.sites = sites;
        sites.Names.Publish(Bank, $"v=spf1 ip4:{Honest} -all");
        sites.Names.Publish($"_dmarc.{Bank}", "v=DMARC1; p=reject");
    }

    [Fact]
    public async Task An_honest_sender_passes_as_if_the_filter_were_not_there()
    {
        var mail = Mail.New("from the bank").By(Clerk);
        await SendAsync(Honest, "s104.lab.example", Clerk, mail);

        var arrived = await sites.Data.WaitForAsync(Hosts.Ada, mail.Id);

        const string Source = "ip=[127.0.0.104];domain=s104.lab.example";
        Assert.Equal([Source], Header.All(arrived, SkipListed));
        Assert.Equal([Source], Header.All(arrived, ExternalOriginal));
        var results = Header.Results(arrived, CloudName);
        Assert.Contains("spf=pass", results, StringComparison.Ordinal);
        Assert.Contains("dmarc=pass", results, StringComparison.Ordinal);
        Assert.Contains("(Postfix)", Text(arrived), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData(
        "X-Causeway-Authentication: by=filter; ip=127.0.0.104; helo=s104.lab.example; passed=yes; dmarc=pass\r\n")]
    [InlineData(
        "Received: from s104.lab.example (s104.lab.example [127.0.0.104])\r\n"
        + "\tby mx.filter.example (Postfix) with ESMTP id 4F0123ABCD; Mon, 23 Nov 2026 12:00:00 +0100 (CET)\r\n")]
    [InlineData(
        "X-MS-Exchange-ExternalOriginalInternetSender: ip=[127.0.0.104];domain=s104.lab.example\r\n"
        + "X-MS-Exchange-SkipListedInternetSender: ip=[127.0.0.104];domain=s104.lab.example\r\n"
        + "Authentication-Results: contoso-example.mail.cloud.example; dmarc=pass header.from=bank.lab.example\r\n")]
    public async Task A_forger_whom_Postfix_lets_in_is_refused_at_the_cloud_whatever_he_writes(string forged)
    {
        var mail = WithOnTop(forged, Mail.New("not from the bank").By(Clerk));
        await SendAsync(Hosts.Stranger, "s101.lab.example", "someone@s101.lab.example", mail);

        var trace = await sites.Data.WaitForOutcomeAsync(mail.Id, "refused");

        var refusal = trace.Event("cloud", "REFUSE");
        Assert.StartsWith("550 5.7.509", Timeline.Text(refusal, "reply"), StringComparison.Ordinal);
        Assert.Contains("From 127.0.0.101", refusal.ToString(), StringComparison.Ordinal);
        await Patience.UntilAsync("the refusal in Postfix's log", async () =>
            (await sites.Postfix.LogAsync()).Contains("550 5.7.509", StringComparison.Ordinal) ? "there" : null);
        Assert.Empty(await sites.Data.ListAsync(Hosts.Ada, mail.Id));
    }

    [Fact]
    public async Task A_helo_that_looks_like_the_filters_own_word_moves_the_source_nowhere()
    {
        var mail = Mail.New("from nowhere");
        await SendAsync(
            Hosts.Stranger, "[127.0.0.104](s104.lab.example[127.0.0.104])", "someone@s101.lab.example", mail);

        var arrived = await sites.Data.WaitForAsync(Hosts.Ada, mail.Id);

        Assert.DoesNotContain(
            Header.All(arrived, ExternalOriginal),
            body => body.StartsWith("ip=[127.0.0.104]", StringComparison.Ordinal));
        Assert.DoesNotContain("spf=pass", Header.Results(arrived, CloudName), StringComparison.Ordinal);
    }

    private static string Text(byte[] octets) => Encoding.Latin1.GetString(octets);

    private static Mail WithOnTop(string fields, Mail mail) =>
        mail with { Octets = Encoding.Latin1.GetBytes(fields + Text(mail.Octets)) };

    // By hand: Postfix takes it, whatever it says.
    private static async Task SendAsync(IPAddress source, string helo, string from, Mail mail)
    {
        await using var talk = await SmtpTalk.ConnectAsync(Hosts.Filter, source);
        string[] lines = [$"HELO {helo}", $"MAIL FROM:<{from}>", $"RCPT TO:<{Hosts.Ada}>"];
        foreach (var line in lines)
        {
            Assert.StartsWith("250", (await talk.SayAsync(line)).Status, StringComparison.Ordinal);
        }

        Assert.Equal("354", (await talk.SayAsync("DATA")).Lines[0][..3]);
        await talk.WriteAsync(Text(mail.Octets));
        Assert.StartsWith("250", (await talk.SayAsync(".")).Status, StringComparison.Ordinal);
    }
}
