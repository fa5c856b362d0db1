using Causeway.Authentication.Arc;
using Causeway.Authentication.Dkim;
using Causeway.Authentication.Results;
using Causeway.Core.Addresses;
using Causeway.Mail;

namespace Causeway.Authentication.Tests.Arc;

public sealed class TrustedSealersTests
{
    private static readonly TrustedSealers OfContoso = new([DomainName.Parse("Contoso.example")]);

    private static readonly TrustedSealers OfBoth =
        new([DomainName.Parse("contoso.example"), DomainName.Parse("tailspin.example")]);

    [Fact]
    public async Task The_first_hop_is_believed_where_all_are_trusted()
    {
        var verdict = await Samples.VerifyAsync(
            await Samples.SealAsync(Samples.Plain, Samples.Tailspin, Samples.Contoso, Samples.Tailspin));

        var statement = OfBoth.Believe(verdict);
        Assert.Equal(1, statement?.Hop.Instance);
        Assert.Equal(Samples.Results("tailspin.example", "pass"), statement?.Results);
        Assert.True(statement?.IsDmarcPass("FABRIKAM.example"));
    }

    [Fact]
    public async Task A_hop_is_not_believed_where_somebody_behind_it_is_not_trusted()
    {
        // Whoever seals last could have written everything.
        var evilLast = await Samples.VerifyAsync(await Samples.SealAsync(Samples.Plain, Samples.Contoso, Samples.Evil));
        Assert.Equal(ArcResult.Pass, evilLast.Result);
        Assert.Null(OfContoso.Believe(evilLast));

        // Behind a stranger, what the next trusted hop saw counts.
        var evilBetween = await Samples.VerifyAsync(await Samples.SealAsync(
            Samples.Plain, Samples.Contoso, Samples.Evil, Samples.Tailspin, Samples.Contoso));
        Assert.Equal(3, OfBoth.Believe(evilBetween)?.Hop.Instance);
        Assert.Equal(4, OfContoso.Believe(evilBetween)?.Hop.Instance);
    }

    [Fact]
    public async Task A_forger_who_seals_his_own_pass_is_not_believed()
    {
        var forged = Samples.Octets(await Samples.SealAsync(Samples.Plain, Samples.Evil));
        var passedOn = Samples.Seal(
            forged, Samples.Contoso, await Samples.VerifyAsync(forged, Samples.Zone()),
            Samples.Results("contoso.example", "fail"));

        var statement = OfContoso.Believe(await Samples.VerifyAsync(passedOn, Samples.Zone()));
        Assert.Equal(2, statement?.Hop.Instance);
        Assert.False(statement?.IsDmarcPass("fabrikam.example"));
    }

    [Fact]
    public async Task Only_a_chain_that_passes_is_believed()
    {
        var message = Samples.Octets(await Samples.SealAsync(Samples.Plain, Samples.Contoso));
        var zone = Samples.Zone();
        zone.Faults.Add(Samples.Contoso.RecordName);
        Assert.Null(OfContoso.Believe(await Samples.VerifyAsync(message, zone)));
        Assert.Null(OfContoso.Believe(await Samples.VerifyAsync([.. message, .. "more\r\n"u8], Samples.Zone())));
        Assert.Null(OfContoso.Believe(await Samples.VerifyAsync(Samples.Plain)));
        Assert.Null(new TrustedSealers([]).Believe(await Samples.VerifyAsync(message, Samples.Zone())));
    }

    [Theory]
    [InlineData("contoso.example; dmarc=pass header.from=fabrikam.example", true)]
    [InlineData("mx.microsoft.com 1; spf=pass (sender ip is 192.0.2.1) smtp.mailfrom=fabrikam.example; "
        + "dmarc=pass (p=none sp=none pct=100) action=none header.from=fabrikam.example; dkim=none; arc=none", true)]
    [InlineData("contoso.example; dmarc=pass header.from=other.example", false)]
    [InlineData("contoso.example; dmarc=pass header.from=mail.fabrikam.example", false)]
    [InlineData("contoso.example; dmarc=pass", false)]
    [InlineData("contoso.example; dmarc=none header.from=fabrikam.example", false)]
    [InlineData("contoso.example; dmarc=fail reason=\"dmarc=pass\" header.from=fabrikam.example", false)]
    [InlineData("contoso.example; spf=pass smtp.mailfrom=fabrikam.example", false)]
    [InlineData("a.example; dmarc=pass header.from=fabrikam.example; dmarc=fail header.from=fabrikam.example", false)]
    [InlineData("contoso.example; none", false)]
    public void DMARC_passed_where_the_hop_says_so_once_and_for_the_author_of_now(string results, bool isPass)
    {
        var verdict = new ArcVerdict(ArcResult.Pass, [new ArcHop(1, "contoso.example", "s", "none", results)]);
        Assert.Equal(isPass, OfContoso.Believe(verdict)?.IsDmarcPass("fabrikam.example"));
    }

    [Fact]
    public void Results_that_cannot_be_read_say_nothing() => Assert.Null(OfContoso.Believe(
        new ArcVerdict(ArcResult.Pass, [new ArcHop(1, "contoso.example", "s", "none", "dmarc=pass; \"")])));

    [Fact]
    public void A_domain_below_a_trusted_one_is_another()
    {
        var hop = new ArcHop(1, "mail.contoso.example", "s", "none", "a.example; none");
        Assert.Null(OfContoso.Believe(new ArcVerdict(ArcResult.Pass, [hop])));
    }

    [Fact]
    public void The_chains_of_real_mail_are_read_and_their_results_too()
    {
        var folder = SharedFolder.Find("topology-headers");
        Assert.SkipWhen(folder is null, "The folder shared/data/topology-headers is not beside the repository.");
        var (chains, faults) = (0, new List<string>());
        foreach (var path in Directory.EnumerateFiles(folder, "*.eml", SearchOption.AllDirectories))
        {
            var header = HeaderBlock.Scan(Samples.Octets(File.ReadAllText(path)));
            var sets = ArcSets.Read(header);
            chains += sets.IsEmpty ? 0 : 1;
            if (sets is { Fault: { } fault, IsSealedAsFailed: false })
            {
                faults.Add($"{path}: {fault}");
            }

            foreach (var set in sets.Chain)
            {
                ArcInstance.ReadPrefix(header.BodyOf(set.Results), out var rest);
                if (!AuthenticationResults.TryParse(rest, out _))
                {
                    faults.Add($"{path}: {Samples.Text(rest.ToArray())}");
                }
            }
        }

        Assert.Empty(faults);
        Assert.True(chains > 100);
    }
}
