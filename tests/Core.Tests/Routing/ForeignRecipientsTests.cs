using Causeway.Core.Addresses;
using Causeway.Core.Proof;
using Causeway.Core.Replies;
using Causeway.Core.Routing;
using Causeway.Core.Topology;

namespace Causeway.Core.Tests.Routing;

/// <summary>Recipients whom no record of ours has, in a domain for which another product is asked.</summary>
public sealed class ForeignRecipientsTests
{
    private static readonly EmailAddress Hopper = Some.Address("hopper");

    private static readonly AcceptedDomain Asked = new()
    {
        Name = DomainName.Parse("contoso.example"),
        Type = DomainType.InternalRelay,
        UnknownTo = Some.Office,
        RecipientsFrom = RecipientSource.CallAhead,
    };

    [Theory]
    [InlineData("filter", ForeignAnswer.Exists, "Relay cloud")]
    [InlineData("filter", ForeignAnswer.Missing, "Refuse 550 5.4.1")]
    [InlineData("filter", ForeignAnswer.NotSaid, "Refuse 451 4.4.3")]
    [InlineData("cloud", ForeignAnswer.Exists, "Relay office")]
    [InlineData("cloud", ForeignAnswer.Missing, "Refuse 550 5.1.1")]
    [InlineData("cloud", ForeignAnswer.NotSaid, "Refuse 451 4.4.3")]
    public void What_the_other_product_says_decides(string site, ForeignAnswer answer, string expected)
    {
        var here = SiteName.Parse(site);
        var origin = here == Some.Filter ? Some.Stranger : Some.From(Some.Filter);

        Assert.Equal(expected, Words(Route(here, origin, Hopper, answer)));
    }

    [Fact]
    public void Who_has_a_record_is_not_asked_about() => Assert.Equal(
        "Relay cloud", Words(Route(Some.Filter, Some.Stranger, Some.Grace, ForeignAnswer.NotSaid)));

    [Fact]
    public void What_a_site_sends_by_itself_is_not_held_up() => Assert.Equal(
        "Relay office", Words(Route(Some.Cloud, new Origin.OwnMail(), Hopper, ForeignAnswer.NotSaid)));

    [Fact]
    public void Without_a_source_a_relay_domain_passes_on_as_before()
    {
        var snapshot = Some.Snapshot(Some.Organization(domain: Asked with { RecipientsFrom = null }));

        Assert.Equal("Relay cloud", Words(Router.Route(
            snapshot, Some.Filter, Some.Stranger, Some.Path(Some.Alice), Hopper, ServedMarks.None).Hops[0]));
    }

    [Theory]
    [InlineData(false, Verdict.Warn)]
    [InlineData(true, Verdict.Pass)]
    public void P8_passes_where_somebody_is_asked(bool isAsked, Verdict verdict)
    {
        var domain = isAsked ? Asked : Asked with { RecipientsFrom = null };

        var results = Prover.Prove(Some.Organization(domain: domain), Some.Recipients());

        Assert.Equal(verdict, results.Single(result => result.Id == "P8").Verdict);
    }

    [Fact]
    public void An_explanation_supposes_that_the_other_product_knows_the_recipient()
    {
        var snapshot = Some.Snapshot(Some.Organization(domain: Asked));

        var path = Explanation.Explain(snapshot, Some.Path(Some.Alice), Hopper, null)!;

        Assert.Equal("Relay cloud", Words(path.Steps[0].Hop));
    }

    private static Hop Route(SiteName here, Origin origin, EmailAddress to, ForeignAnswer answer) => Router.Route(
        Some.Snapshot(Some.Organization(domain: Asked)) with { Foreign = ForeignRecipients.Saying(answer) },
        here, origin, Some.Path(Some.Alice), to, ServedMarks.None).Hops[0];

    private static string Words(Hop hop) => hop.Reply is { } reply
        ? $"{hop.Action} {reply.Code} {reply.Status}" : $"{hop.Action} {hop.Next}";
}
