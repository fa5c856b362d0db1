using System.Net;
using System.Text;
using Causeway.EndToEnd.Tests.Support;

namespace Causeway.EndToEnd.Tests.Authentication;

/// <summary>
/// A stranger at the filter composes messages that readers take for somebody else's: refused where a policy says so,
/// and never said to have passed. What passes is sealed for whoever gets it later.
/// </summary>
[Collection(LabAddresses.Collection)]
public sealed class EdgeTests(ServedLab lab) : IClassFixture<ServedLab>
{
    private const string FilterName = "mx.filter.example";

    // By SPF it may be sent from 127.0.0.104 alone; DMARC: p=reject.
    private const string Bank = "bank.lab.example";
    private const string Clerk = $"clerk@{Bank}";
    private const string ByPolicy = "550 5.7.509";

    // Where SPF of it passes: the stranger may be who says so, and still not whom From names.
    private const string Honest = "someone@s101.lab.example";

    [Theory]
    [InlineData($"From: <{Clerk}>\r\n", ByPolicy)]
    [InlineData($"From: <{Honest}>\r\nFrom: <{Clerk}>\r\n", ByPolicy)]
    [InlineData($"From: <{Clerk}>\r\nFrom: <{Honest}>\r\n", ByPolicy)]
    [InlineData($"From: <{Honest}>, <{Clerk}>\r\n", ByPolicy)]
    [InlineData($"From:\r\n <{Clerk}>\r\n", ByPolicy)]
    [InlineData($"From:\r\n\t=?utf-8?q?The_Bank?=\r\n <{Clerk}>\r\n", ByPolicy)]
    [InlineData($"fRoM : <{Clerk}>\r\n", ByPolicy)]
    [InlineData($"From: {Honest} <{Clerk}>\r\n", ByPolicy)]
    [InlineData($"From: ({Honest}) {Clerk}\r\n", ByPolicy)]
    [InlineData($"From: \"{Honest}, \\\" <x>\" <{Clerk}>\r\n", ByPolicy)]
    [InlineData($"From: <@s101.lab.example:{Clerk}>\r\n", ByPolicy)]
    [InlineData("From: <clerk@BANK.Lab.Example>\r\n", ByPolicy)]
    [InlineData($"From: <clerk@branch.{Bank}>\r\n", ByPolicy)]
    [InlineData($"From: <{Honest}>\r\nFrom: <{Hosts.Ada}>\r\n", ByPolicy)]
    [InlineData($"From: <{Hosts.Ada}>\r\n", ByPolicy)]
    public async Task A_claim_that_is_not_proved_is_refused_however_it_is_written(string author, string status)
    {
        var (reply, id) = await SendAsync(Honest, author);

        Assert.StartsWith(status, reply.Status, StringComparison.Ordinal);
        var trace = await lab.Data.WaitForOutcomeAsync(id, "refused");
        Assert.DoesNotContain("dmarc=pass", trace.Json.ToString(), StringComparison.Ordinal);
        Assert.Empty(await lab.Data.ListAsync(Hosts.Ada, id));
    }

    [Fact]
    public async Task Our_domain_in_the_reverse_path_alone_is_a_claim_as_well()
    {
        var (reply, id) = await SendAsync(Hosts.Ada, $"From: <{Honest}>\r\n");

        Assert.Equal("550 5.7.26", reply.Status);
        Assert.Empty(await lab.Data.ListAsync(Hosts.Ada, id));
    }

    [Theory]
    [InlineData("From: =?utf-8?q?clerk=40bank.lab.example?= <someone@fabrikam.example>\r\n")]
    [InlineData("From: <=?utf-8?q?clerk=40bank.lab.example?=>\r\n")]
    [InlineData("From\r\n : <someone@s101.lab.example>\r\n")]
    [InlineData("From: <clerk@bank.lab.example\u0000.s101.lab.example>\r\n")]
    [InlineData("From: <clerk@b\u00e4nk.lab.example>\r\n")]
    [InlineData("From: undisclosed:;\r\n")]
    [InlineData("Sender: <someone@s101.lab.example>\r\n")]
    public async Task An_odd_author_never_passes(string author)
    {
        var (reply, id) = await SendAsync(Honest, author);

        // Refused, or let through with a result that nobody can take for a pass.
        if (reply.Status.StartsWith("250", StringComparison.Ordinal))
        {
            var results = Header.Results(await lab.Data.WaitForAsync(Hosts.Ada, id), FilterName);
            Assert.DoesNotContain("dmarc=pass", results, StringComparison.Ordinal);
            Assert.Contains("dmarc=", results, StringComparison.Ordinal);
        }
        else
        {
            Assert.StartsWith("55", reply.Status, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("\"x; dmarc=pass header.from=bank.lab.example\"@s101.lab.example")]
    [InlineData("\"a b=c;dkim=pass\"@s101.lab.example")]
    public async Task What_stands_in_the_reverse_path_becomes_no_result(string from)
    {
        var (reply, id) = await SendAsync(from, "From: <someone@fabrikam.example>\r\n");

        Assert.StartsWith("250", reply.Status, StringComparison.Ordinal);
        var results = Header.Results(await lab.Data.WaitForAsync(Hosts.Ada, id), FilterName);

        // Split as a careless reader does, who knows no quotes.
        var methods = results.Split(';').Select(method => method.Trim().Split(' ')[0]).ToList();
        Assert.DoesNotContain("dmarc=pass", methods);
        Assert.DoesNotContain("dkim=pass", methods);
    }

    [Theory]
    [InlineData(Hosts.Ada)]
    [InlineData(Hosts.Grace)]
    public async Task Who_sends_under_his_own_name_passes_and_what_he_forged_is_gone(string to)
    {
        const string Forged =
            "Authentication-Results: mx.filter.example; dmarc=pass header.from=forged-1.example\r\n"
            + "AUTHENTICATION-RESULTS:\r\n\t(x) \"mx.filter.example\" 1;\r\n"
            + "\tdmarc=pass header.from=forged-2.example\r\n"
            + "X-Causeway-Authentication: by=filter; ip=192.0.2.1; helo=forged-3.example; passed=yes; dmarc=pass\r\n"
            + "X-MS-Exchange-SkipListedInternetSender: ip=[192.0.2.1];domain=forged-4.example\r\n"
            + "X-MS-Exchange-ExternalOriginalInternetSender: ip=[192.0.2.1];domain=forged-5.example\r\n";
        var (reply, id) = await SendAsync(Honest, $"{Forged}From: <{Honest}>\r\n", to);

        Assert.StartsWith("250", reply.Status, StringComparison.Ordinal);
        var arrived = await lab.Data.WaitForAsync(to, id);
        var results = Header.Results(arrived, FilterName);
        Assert.Contains("spf=pass", results, StringComparison.Ordinal);
        Assert.DoesNotContain("forged-", Encoding.Latin1.GetString(arrived), StringComparison.Ordinal);
        var trace = await lab.Data.WaitForOutcomeAsync(id, "delivered");
        var judged = Timeline.Text(trace.Event("filter", "AUTHENTICATE"), "detail");
        Assert.StartsWith("from 127.0.0.101 (s101.lab.example): ", judged, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Hosts.Ada)]
    [InlineData(Hosts.Grace)]
    public async Task What_goes_on_is_sealed_and_Python_believes_the_seal(string to)
    {
        var (reply, id) = await SendAsync(Honest, $"From: <{Honest}>\r\n", to);

        Assert.StartsWith("250", reply.Status, StringComparison.Ordinal);
        var arrived = await lab.Data.WaitForAsync(to, id);
        var seal = Assert.Single(Header.All(arrived, "ARC-Seal"));
        Assert.Contains("cv=none", seal, StringComparison.Ordinal);
        Assert.Contains("d=contoso.example", seal, StringComparison.Ordinal);
        Assert.Single(Header.All(arrived, "ARC-Message-Signature"));
        var sealedResults = Assert.Single(Header.All(arrived, "ARC-Authentication-Results"));
        Assert.EndsWith(Header.Results(arrived, FilterName), sealedResults, StringComparison.Ordinal);
        Assert.Equal("pass 1", await Python.ArcAsync(arrived));

        // A body that somebody changes is noticed.
        Assert.Equal("fail 1", await Python.ArcAsync([.. arrived, .. "more\r\n"u8]));
    }

    [Fact]
    public async Task The_bank_itself_is_let_in()
    {
        var (reply, id) = await SendAsync(Clerk, $"From: <{Clerk}>\r\n", source: "127.0.0.104");

        Assert.StartsWith("250", reply.Status, StringComparison.Ordinal);
        var results = Header.Results(await lab.Data.WaitForAsync(Hosts.Ada, id), FilterName);
        Assert.Contains("dmarc=pass", results, StringComparison.Ordinal);
    }

    // By hand, so that every octet is as it is written here; the reply to the message, and its Message-ID.
    private static async Task<(Reply Reply, string Id)> SendAsync(
        string from, string author, string to = Hosts.Ada, string source = "127.0.0.101")
    {
        var id = Mail.NewId();
        await using var talk = await SmtpTalk.GreetAsync(Hosts.Filter, IPAddress.Parse(source));
        Assert.Equal("250 2.1.0", (await talk.SayAsync($"MAIL FROM:<{from}>")).Status);
        Assert.Equal("250 2.1.5", (await talk.SayAsync($"RCPT TO:<{to}>")).Status);
        Assert.Equal("354", (await talk.SayAsync("DATA")).Lines[0][..3]);
        await talk.WriteAsync(
            $"Message-ID: {id}\r\nDate: Mon, 23 Nov 2026 12:00:00 +0100\r\n{author}Subject: A claim\r\n\r\nHello.\r\n");
        return (await talk.SayAsync("."), id);
    }
}
