using Causeway.Core.Addresses;
using Causeway.Directories;
using Causeway.Dns;
using Causeway.Transport.Domains;
using Causeway.Transport.Identity;

namespace Causeway.Transport.Tests.Domains;

/// <summary>What is found where, and what is said of it.</summary>
public sealed class DomainCheckTests : IDisposable
{
    private static readonly DomainName Domain = DomainName.Parse("contoso.example");
    private static readonly DomainName Other = DomainName.Parse("tailspin.example");

    private readonly OrganizationAuthority authority = OrganizationAuthority.Create("contoso", TimeProvider.System);
    private readonly OrganizationAuthority strangers = OrganizationAuthority.Create("northwind", TimeProvider.System);
    private readonly FakeZone zone = new();
    private readonly FakeFiles files = new();

    private DomainToken Token => DomainToken.Of(authority.Certificate, Domain);

    public void Dispose()
    {
        authority.Dispose();
        strangers.Dispose();
    }

    [Fact]
    public void A_token_is_of_one_domain_and_one_authority_and_always_the_same()
    {
        Assert.Equal(Token, DomainToken.Of(authority.Certificate, Domain));
        Assert.NotEqual(Token.Code, DomainToken.Of(authority.Certificate, Other).Code);
        Assert.NotEqual(Token.Code, DomainToken.Of(strangers.Certificate, Domain).Code);
        Assert.Matches("^causeway-verification=[0-9a-f]{32}$", Token.Text);
        Assert.True(DomainName.TryParse(Token.MxHost, out _));
    }

    [Fact]
    public async Task The_text_among_other_records_is_a_proof()
    {
        zone.Txt["contoso.example"] = ["v=spf1 -all", $" {Token.Text.ToUpperInvariant()} "];

        var finding = await LookAsync();

        Assert.Equal(ProofSource.Txt, finding.By);
        Assert.Equal(LookVerdict.Proof, Assert.Single(finding.Looks).Verdict);
        Assert.Empty(files.Asked);
    }

    [Fact]
    public async Task A_host_that_takes_no_mail_is_a_proof_and_one_that_would_is_told()
    {
        zone.Mx["contoso.example"] = ["10 mx.contoso.example", $"65535 {Token.MxHost}"];
        var finding = await LookAsync();
        Assert.Equal(ProofSource.Mx, finding.By);
        Assert.DoesNotContain("highest", finding.Looks[^1].Found, StringComparison.Ordinal);

        zone.Mx["contoso.example"] = ["10 mx.contoso.example", $"5 {Token.MxHost}"];
        finding = await LookAsync();
        Assert.Equal(ProofSource.Mx, finding.By);
        Assert.Contains("give it the highest number", finding.Looks[1].Found, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_on_the_web_site_is_a_proof()
    {
        files.Answer = new DomainFile(Token.Text + "\n", null, false);
        Assert.Equal(ProofSource.File, (await LookAsync()).By);

        files.Answer = new DomainFile("<html>Not found</html>", null, false);
        var finding = await LookAsync();
        Assert.Null(finding.By);
        Assert.Contains("'<html>Not found</html>'", finding.Looks[^1].Found, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"{0}\"", "stands in quotes")]
    [InlineData("\u201c{0}\u201d", "stands in quotes")]
    [InlineData("causeway-verification= {1}", "has blanks inside")]
    [InlineData("{1}", "lacks causeway-verification= before it")]
    [InlineData("causeway-verification=", "is cut: 22 of 54 characters")]
    [InlineData("v=spf1 {0} -all", "holds the token among other text")]
    [InlineData("causeway-verification=nothing", "begins as a token does")]
    public async Task What_was_meant_to_be_the_token_is_named_with_its_fault(string text, string says)
    {
        var written = text.Replace("{0}", Token.Text, StringComparison.Ordinal)
            .Replace("{1}", Token.Code, StringComparison.Ordinal);
        zone.Txt["contoso.example"] = ["v=spf1 -all", written];

        var finding = await LookAsync();

        Assert.Null(finding.By);
        Assert.Equal(LookVerdict.NearMiss, finding.Looks[0].Verdict);
        Assert.Contains(says, finding.Looks[0].Found, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tokens_of_others_are_told_apart()
    {
        zone.Txt["contoso.example"] =
        [
            DomainToken.Of(strangers.Certificate, Domain).Text, DomainToken.Of(authority.Certificate, Other).Text,
        ];

        var found = (await LookAsync()).Looks[0].Found;

        Assert.Contains("is the token of another organization", found, StringComparison.Ordinal);
        Assert.Contains("is the token of tailspin.example, not of contoso.example", found, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("_causeway.contoso.example")]
    [InlineData("causeway-verification.contoso.example")]
    [InlineData("www.contoso.example")]
    [InlineData("contoso.example.contoso.example")]
    public async Task The_token_at_another_name_is_found_for_a_person_who_asks(string name)
    {
        zone.Txt[name] = [Token.Text];

        var finding = await LookAsync(isThorough: true);

        Assert.Null(finding.By);
        Assert.Equal((LookVerdict.NearMiss, $"TXT {name}"), (finding.Looks[^1].Verdict, finding.Looks[^1].Where));
        Assert.Contains("belongs at contoso.example itself", finding.Looks[^1].Found, StringComparison.Ordinal);
        Assert.All((await LookAsync()).Looks, look => Assert.NotEqual(LookVerdict.NearMiss, look.Verdict));
    }

    [Fact]
    public async Task A_host_to_which_the_domain_was_added_is_a_near_miss()
    {
        zone.Mx["contoso.example"] = [$"10 {Token.MxHost}.contoso.example"];

        Assert.Contains("end the host with a dot", (await LookAsync()).Looks[1].Found, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_there_and_no_answer_are_told_apart()
    {
        var nowhere = await LookAsync();
        Assert.Contains("the zone says that contoso.example does not exist (NXDOMAIN)", nowhere.Looks[0].Found,
            StringComparison.Ordinal);
        Assert.True(nowhere.HasLost(ProofSource.Txt));

        zone.Faults.Add("txt contoso.example");
        var silent = await LookAsync();
        Assert.Equal(LookVerdict.Fault, silent.Looks[0].Verdict);
        Assert.False(silent.HasLost(ProofSource.Mx));
    }

    [Fact]
    public async Task A_silent_web_site_says_nothing_of_a_proof_that_was_there_and_does_not_hide_the_loss_of_another()
    {
        files.Answer = new DomainFile(null, "no answer", true);
        var finding = await LookAsync();

        Assert.False(finding.HasLost(ProofSource.File));
        Assert.True(finding.HasLost(ProofSource.Txt));
    }

    [Fact]
    public async Task What_strangers_publish_is_fit_for_a_terminal()
    {
        zone.Txt["contoso.example"] = ["\u001b[31mred\u202e" + new string('x', 5000)];

        var found = (await LookAsync()).Looks[0].Found;

        Assert.DoesNotContain('\u001b', found);
        Assert.DoesNotContain('\u202e', found);
        Assert.True(found.Length < 200, found);
    }

    private async Task<DomainFinding> LookAsync(bool isThorough = false) =>
        await new DomainCheck(zone, files, "the zone").LookAsync(
            Token, [DomainToken.Of(authority.Certificate, Other)], isThorough, TestContext.Current.CancellationToken);

    private sealed class FakeFiles : IDomainFiles
    {
        public DomainFile Answer { get; set; } = new(null, "the web site answered 404 (by http)", false);

        public List<DomainName> Asked { get; } = [];

        public ValueTask<DomainFile> FetchAsync(DomainName domain, CancellationToken ct)
        {
            Asked.Add(domain);
            return ValueTask.FromResult(Answer);
        }
    }
}
