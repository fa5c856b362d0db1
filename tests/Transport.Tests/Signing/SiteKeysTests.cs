using Causeway.Authentication.Dkim;
using Causeway.Core.Addresses;
using Causeway.Core.Topology;
using Causeway.Transport.Signing;

namespace Causeway.Transport.Tests.Signing;

public sealed class SiteKeysTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 28, 9, 0, 0, TimeSpan.Zero);

    private static readonly DomainName Contoso = DomainName.Parse("contoso.example");
    private static readonly DomainName Wide = DomainName.Parse("wide.example");
    private static readonly DomainName Routing = DomainName.Parse("contoso.mail.cloud.example");

    private static readonly Organization Organization = Some.Organization with
    {
        Domains =
        [
            .. Some.Organization.Domains, new AcceptedDomain { Name = Wide, Type = default, SubDomains = true },
            new AcceptedDomain { Name = Routing, Type = default },
        ],
        Sites =
        [
            .. Some.Organization.Sites.Select(site => site.Name == Some.Cloud
                ? site with { RoutingDomain = Routing } : site),
        ],
        Flow = new MailFlow(
            [Place.Internet, new Place(Some.Filter), new Place(Some.Cloud), new Place(Some.Office)],
            [new Place(Some.Office), new Place(Some.Cloud), Place.Internet], []),
    };

    [Fact]
    public void Who_sends_to_the_internet_signs_for_every_domain_it_knows_and_who_takes_its_mail_seals_in_one()
    {
        Assert.Equal([Contoso, Wide], KeyDuties.Of(Organization, Some.Cloud));
        Assert.Equal([Contoso], KeyDuties.Of(Organization, Some.Filter));
        Assert.Empty(KeyDuties.Of(Organization, Some.Office));
        Assert.Empty(KeyDuties.Of(
            Organization with
            {
                Sites = [.. Organization.Sites.Select(site => site with { Platform = Platform.Postfix })],
            },
            Some.Cloud));
    }

    [Theory]
    [InlineData("contoso.example", "contoso.example")]
    [InlineData("wide.example", "wide.example")]
    [InlineData("a.b.wide.example", "wide.example")]
    [InlineData("sub.contoso.example", "")]
    [InlineData("contoso.mail.cloud.example", "")]
    [InlineData("fabrikam.example", "")]
    public void Mail_is_signed_in_the_domain_of_its_author_and_no_other(string author, string signer) => Assert.Equal(
        signer,
        string.Concat(Keys(Key(Contoso, "a"), Key(Wide, "b"))
            .For(DomainName.Parse(author), Now).Select(key => key.Domain.Value)));

    [Fact]
    public void Of_each_algorithm_the_key_whose_turn_it_is_signs_and_rsa_seals()
    {
        var keys = Keys(
            Key(Contoso, "old", -90), Key(Contoso, "new", -1), Key(Contoso, "next", 2),
            Key(Contoso, "ed", -1, SigningAlgorithm.Ed25519Sha256));

        Assert.Equal(["new", "ed"], keys.For(Contoso, Now).Select(key => key.Selector));
        Assert.Equal(["next", "ed"], keys.For(Contoso, Now.AddDays(2)).Select(key => key.Selector));
        Assert.Equal("new", keys.Sealing(Now)?.Selector);
        Assert.Null(Keys(Key(Wide, "a")).Sealing(Now));
        Assert.True(Keys().IsEmpty);
    }

    [Fact]
    public void Every_record_that_has_to_be_published_says_why()
    {
        var keys = Keys(
            Key(Contoso, "gone", -200), Key(Contoso, "old", -90), Key(Contoso, "new", -1), Key(Contoso, "next", 2));

        Assert.Equal(
            [
                "old._domainkey.contoso.example: cloud signed with it until 2026-11-27 09:00Z, and such mail may be on "
                    + "its way until 2026-12-04 09:00Z",
                "new._domainkey.contoso.example: cloud signs with it until 2026-11-30 09:00Z",
                "next._domainkey.contoso.example: cloud signs with it from 2026-11-30 09:00Z",
            ],
            keys.Records(Now).Select(record => $"{record.Name}: {record.Why}"));
        Assert.All(keys.Records(Now), record =>
            Assert.StartsWith("v=DKIM1; k=rsa; p=", record.Value, StringComparison.Ordinal));
    }

    [Fact]
    public void A_domain_lacks_a_key_until_one_signs_for_it()
    {
        Assert.Equal([Contoso, Wide], Keys().Lacking(Now));
        var keys = Keys(Key(Contoso, "a"), Key(Wide, "next", 2));
        Assert.Equal([Wide], keys.Lacking(Now));
        Assert.Empty(keys.Lacking(Now.AddDays(2)));
    }

    [Fact]
    public void A_key_that_lies_in_two_places_is_one()
    {
        var key = Key(Contoso, "a");
        Assert.Single(Keys(key, key).Records(Now));
        Assert.Equal(Keys(key).ToString(), Keys(key, key).ToString());
        Assert.NotEqual(Keys(key).ToString(), Keys(key with { SignsFrom = Now.AddDays(9) }).ToString());
    }

    private static SiteKeys Keys(params DatedKey[] keys) => new(Organization, Some.Cloud, keys);

    private static DatedKey Key(
        DomainName domain, string selector, double signsFrom = -1,
        SigningAlgorithm algorithm = SigningAlgorithm.RsaSha256) =>
        new(SigningKey.Create(algorithm, domain, selector), Now.AddDays(signsFrom - 2), Now.AddDays(signsFrom));
}
