using System.Text;
using Causeway.Authentication.Dmarc;
using Causeway.Mail;

namespace Causeway.Authentication.Tests.Dmarc;

public sealed class AuthorDomainTests
{
    [Theory]
    [InlineData("From: ann@contoso.example", "contoso.example")]
    [InlineData("FROM: Ann <ann@Contoso.EXAMPLE>", "contoso.example")]
    [InlineData("From:\n Ann\n <ann@contoso.example>", "contoso.example")]
    [InlineData("From: \"boss@bank.example\" <ann@contoso.example>", "contoso.example")]
    [InlineData("From: \"a b\"@contoso.example", "contoso.example")]
    [InlineData("From: ann@contoso.example, bob@contoso.example", "contoso.example")]
    [InlineData("From: ann@b\u00fccher.example", "xn--bcher-kva.example")]
    [InlineData("From: ann@XN--BCHER-KVA.example", "xn--bcher-kva.example")]
    [InlineData("From: ann@stra\u00dfe.example", "xn--strae-oqa.example")]
    [InlineData("From: ann@contoso.example (Cron Daemon)", "contoso.example")]
    [InlineData("From: ann@contoso.example\nSender: boss@bank.example\nReply-To: boss@bank.example", "contoso.example")]
    [InlineData("Resent-From: boss@bank.example\nFrom: ann@contoso.example", "contoso.example")]
    public void Is_that_of_the_one_From(string header, string domain)
    {
        var author = Of(header);
        Assert.Equal(domain, author.Value);
        Assert.Null(author.Fault);
        Assert.Equal([domain], author.Domains);
    }

    [Theory]
    [InlineData("Subject: x", "no From", "")]
    [InlineData("From:", "no address", "")]
    [InlineData("From: <>", "no address", "")]
    [InlineData("From: Nobody:;", "group", "")]
    [InlineData("From: a@stra\u00dfe.example, b@strasse.example", "more than one domain", "strasse.example")]
    [InlineData("From: a@[192.0.2.1]", "instead of a domain", "")]
    [InlineData("From: a@evil.example\nFrom: b@bank.example", "more than one From", "evil.example bank.example")]
    [InlineData("From: a@evil.example\nfrom: a@evil.example", "more than one From", "evil.example")]
    [InlineData("From: a@evil.example, b@bank.example", "more than one domain", "evil.example bank.example")]
    [InlineData("From : b@bank.example", "not written", "bank.example")]
    [InlineData("From: a@evil.example\nFrom : b@bank.example", "more than one From", "evil.example bank.example")]
    [InlineData("From: a@evil.example\nFrom\n : b@bank.example", "more than one From", "evil.example bank.example")]
    [InlineData("From: a@evil.example\nFr\n om: b@bank.example", "more than one From", "evil.example bank.example")]
    [InlineData("From: a@evil.example\nFrom\0: b@bank.example", "more than one From", "evil.example bank.example")]
    [InlineData("From: a@evil.example\nFrom\u00a0: b@bank.example", "more than one From", "evil.example bank.example")]
    [InlineData(" From: b@bank.example\nFrom: a@evil.example", "more than one From", "bank.example evil.example")]
    [InlineData("From: a@evil.example\nX: y\rFrom: b@bank.example", "CR or LF alone", "evil.example")]
    [InlineData("From: <@bank.example:a@evil.example>", "route", "bank.example evil.example")]
    [InlineData("From: b@bank.example\0@evil.example", "", "bank.example evil.example")]
    [InlineData("From: b@bank.example\n @evil.example", "", "bank.example evil.example")]
    [InlineData("From: =?utf-8?q?b=40bank.example?=@evil.example", "encoded word", "evil.example bank.example")]
    [InlineData("From: =?utf-8?q?b=40bank.example=00?= <a@evil.example>", "encoded word", "evil.example bank.example")]
    [InlineData("From: a@evil.example (<b@bank.example>)", "comment", "evil.example bank.example")]
    [InlineData("From: b@bank.example(a)@evil.example", "", "bank.example evil.example")]
    [InlineData("From: b@bank.example <a@evil.example>", "", "bank.example evil.example")]
    [InlineData("From: <b@bank.example><a@evil.example>", "", "bank.example evil.example")]
    [InlineData("From: b@ bank.example", "no domain", "bank.example")]
    [InlineData("From: b@bank . example", "", "bank.example")]
    [InlineData("From: b@(a)bank(b).example", "no domain", "bank.example")]
    [InlineData("From: b@\u202ebank.example", "no domain", "bank.example")]
    [InlineData("From: us: b@bank.example;", "group", "bank.example")]
    [InlineData("From: a@b\u0000ank.example", "", "")]
    [InlineData("From: a@\u202eelpmaxe.knab", "", "")]
    public void Is_none_where_two_readers_could_differ(string header, string fault, string domains)
    {
        var author = Of(header);
        Assert.Null(author.Value);
        Assert.Contains(fault, author.Fault, StringComparison.Ordinal);
        Assert.Superset(
            domains.Split(' ', StringSplitOptions.RemoveEmptyEntries).ToHashSet(), author.Domains.ToHashSet());
    }

    [Theory]
    [InlineData("From: a@c\u043entoso.example")]
    [InlineData("From: a@contoso.\u0435xample")]
    [InlineData("From: a@c0ntoso.example")]
    [InlineData("From: a@contoso.example.evil.example")]
    [InlineData("From: a@xn--cntoso-wqf.example")]
    public void Look_alikes_stay_other_domains(string header)
    {
        var author = Of(header);
        Assert.NotNull(author.Value);
        Assert.NotEqual("contoso.example", author.Value);
    }

    [Fact]
    public void More_domains_than_are_looked_up_are_said_to_be_too_many()
    {
        var many = string.Join(", ", Enumerable.Range(0, 20).Select(i => $"a@d{i}.example"));
        var author = Of($"From: {many}");
        Assert.True(author.NamesTooMany);
        Assert.Equal(20, author.Domains.Length);
        Assert.Null(author.Value);
    }

    private static AuthorDomain Of(string header) => AuthorDomain.Of(HeaderBlock.Scan(Encoding.UTF8.GetBytes(
        (header + "\n\n").Replace("\n", "\r\n", StringComparison.Ordinal))));
}
