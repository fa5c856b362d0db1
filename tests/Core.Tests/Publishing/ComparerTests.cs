using System.Collections.Immutable;
using System.Net;
using Causeway.Core.Proof;
using Causeway.Core.Publishing;

namespace Causeway.Core.Tests.Publishing;

public sealed class ComparerTests
{
    private static readonly DnsPlan Plan = Planner.Plan(Some.Organization(), PlanOptions.Default with
    {
        Keys = [new DkimKeyRecord(Core.Addresses.DomainName.Parse("contoso.example"), "s1", "v=DKIM1; k=rsa; p=AAAA")],
    });

    private static readonly PublishedRecords AsPlanned = new("a resolver", Plan.Records
        .Where(record => record.Weight != RecordWeight.Prepared)
        .GroupBy(record => new RecordQuestion(record.AskedName, record.Type))
        .ToImmutableDictionary(group => group.Key, group => Found([.. group.Select(record => record.Value)])),
        [Sends("192.0.2.20", "pass")]);

    [Fact]
    public void What_is_published_as_planned_is_equal()
    {
        var compared = Compare(AsPlanned);

        Assert.All(compared.Records, record =>
            Assert.True(record.State is RecordState.Equal or RecordState.Prepared, record.ToString()));
        Assert.Empty(compared.Findings);
        Assert.False(compared.Matters || compared.IsAdvising || compared.IsOpen);
        Assert.Equal(Verdict.Pass, P9(compared).Verdict);
    }

    [Theory]
    [InlineData("contoso.example", RecordType.Mx, RecordPurpose.Mx)]
    [InlineData("contoso.example", RecordType.Txt, RecordPurpose.Spf)]
    [InlineData("s1._domainkey.contoso.example", RecordType.Txt, RecordPurpose.Dkim)]
    [InlineData("_dmarc.contoso.example", RecordType.Txt, RecordPurpose.Dmarc)]
    [InlineData("20.2.0.192.in-addr.arpa", RecordType.Reverse, RecordPurpose.ReverseName)]
    [InlineData("cloud.example", RecordType.A, RecordPurpose.Address)]
    public void A_record_that_is_missing_matters(string name, RecordType type, RecordPurpose purpose)
    {
        var compared = Compare(With(name, type, FoundRecords.Nothing));

        Assert.Equal((RecordState.Missing, true), (Of(compared, name, purpose).State, compared.Matters));
        Assert.Equal(Verdict.Fail, P9(compared).Verdict);
        Assert.NotEmpty(P9(compared).Counterexamples);
    }

    [Theory]
    [InlineData(RecordType.Mx, RecordPurpose.Mx, RecordState.Superfluous, "10 filter.example", "20 old.example")]
    [InlineData(RecordType.Mx, RecordPurpose.Mx, RecordState.Different, "10 old.example")]
    [InlineData(RecordType.Txt, RecordPurpose.Spf, RecordState.Duplicate, "v=spf1 -all", "v=spf1 a -all")]
    public void A_difference_at_the_domain_that_matters_fails_p9(
        RecordType type, RecordPurpose purpose, RecordState state, params string[] live)
    {
        var compared = Compare(With("contoso.example", type, Found([.. live])));

        Assert.Equal(state, Of(compared, "contoso.example", purpose).State);
        Assert.True(compared.Matters);
        Assert.Equal(Verdict.Fail, P9(compared).Verdict);
    }

    [Theory]
    [InlineData("v=spf1 ip4:192.0.2.20 -all", "pass", RecordState.Equal, false)]
    [InlineData("v=spf1 include:spf.cloud.example -all", "pass", RecordState.Different, false)]
    [InlineData("v=spf1 ip4:198.51.100.25 -all", "fail", RecordState.Different, true)]
    [InlineData("v=spf1 ip4:192.0.2.20 +all", "pass", RecordState.Different, true)]
    public void Spf_is_judged_by_who_really_sends(string record, string result, RecordState state, bool matters)
    {
        var live = With("contoso.example", RecordType.Txt, Found([record])) with
        {
            Probes = [Sends("192.0.2.20", result)],
        };

        var compared = Compare(live);

        Assert.Equal(state, Of(compared, "contoso.example", RecordPurpose.Spf).State);
        Assert.Equal(matters, compared.Matters);
    }

    [Fact]
    public void A_record_that_breaks_behind_who_sends_matters()
    {
        var compared = Compare(AsPlanned with
        {
            Probes =
            [
                Sends("192.0.2.20", "pass"),
                Sends("240.0.0.1", "permerror") with { Kind = SpfProbeKind.Stranger, Reason = "too many look-ups" },
            ],
        });

        Assert.True(compared.Matters);
        Assert.Contains(
            compared.Findings, finding => finding.Text.Contains("too many look-ups", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(RecordState.Equal, "v=DMARC1; p=none")]
    [InlineData(RecordState.Equal, "v=DMARC1; p=reject; rua=mailto:a@b.example")]
    [InlineData(RecordState.Different, "v=DMARC1; p=nothing")]
    [InlineData(RecordState.Duplicate, "v=DMARC1; p=none", "v=DMARC1; p=reject")]
    [InlineData(RecordState.Missing, "v=DMARC2; p=none")]
    public void Dmarc_may_be_stricter_but_is_one_record(RecordState state, params string[] live) =>
        Assert.Equal(state, Of(
            Compare(With("_dmarc.contoso.example", RecordType.Txt, Found([.. live]))),
            "_dmarc.contoso.example", RecordPurpose.Dmarc).State);

    [Theory]
    [InlineData("v=DKIM1;p=AA AA;k=rsa", RecordState.Equal)]
    [InlineData("v=DKIM1; k=rsa; p=BBBB", RecordState.Different)]
    public void A_key_is_compared_and_not_the_way_in_which_its_record_is_written(string live, RecordState state) =>
        Assert.Equal(state, Of(
            Compare(With("s1._domainkey.contoso.example", RecordType.Txt, Found([live]))),
            "s1._domainkey.contoso.example", RecordPurpose.Dkim).State);

    [Theory]
    [InlineData("192.0.2.20", RecordWeight.Advised)]
    [InlineData("192.0.2.99", RecordWeight.Matters)]
    public void Another_name_of_an_address_is_as_good_where_it_leads_back(string address, RecordWeight weight)
    {
        var live = With("20.2.0.192.in-addr.arpa", RecordType.Reverse, Found(["other.example"]));
        live = live with
        {
            Answers = live.Answers.Add(new RecordQuestion("other.example", RecordType.A), Found([address]))
                .Add(new RecordQuestion("other.example", RecordType.Aaaa), FoundRecords.Nothing),
        };

        var record = Of(Compare(live), "20.2.0.192.in-addr.arpa", RecordPurpose.ReverseName);

        Assert.Equal((RecordState.Different, weight), (record.State, record.Weight));
    }

    [Theory]
    [InlineData(RecordState.Equal, "causeway-verification=abc", "v=spf1 ip4:192.0.2.20 -all")]
    [InlineData(RecordState.Different, "causeway-verification=def", "v=spf1 ip4:192.0.2.20 -all")]
    [InlineData(RecordState.Missing, "another=abc", "v=spf1 ip4:192.0.2.20 -all")]
    public void A_proof_of_ownership_is_found_among_the_texts_of_the_domain(RecordState state, params string[] live)
    {
        var plan = Planner.Plan(Some.Organization(), PlanOptions.Default with
        {
            Ownership = [new OwnershipRecord(
                Core.Addresses.DomainName.Parse("contoso.example"), "contoso.example", "causeway-verification=abc")],
        });

        var compared = Comparer.Compare(plan, [With("contoso.example", RecordType.Txt, Found([.. live]))]);

        Assert.Equal(state, Of(compared, "contoso.example", RecordPurpose.Ownership).State);
        Assert.Equal(RecordState.Equal, Of(compared, "contoso.example", RecordPurpose.Spf).State);
    }

    [Fact]
    public void An_mx_that_only_proves_whose_the_domain_is_takes_no_mail()
    {
        var compared = Compare(With("contoso.example", RecordType.Mx,
            Found(["10 filter.example", "32767 0123.causeway-verification.invalid"])));

        Assert.Equal(RecordState.Equal, Of(compared, "contoso.example", RecordPurpose.Mx).State);
    }

    [Fact]
    public void An_mx_that_leads_nowhere_matters()
    {
        var live = With("contoso.example", RecordType.Mx, Found(["10 filter.example"]));
        live = live with
        {
            Answers = live.Answers
                .SetItem(new RecordQuestion("filter.example", RecordType.A), FoundRecords.Nothing)
                .SetItem(new RecordQuestion("filter.example", RecordType.Aaaa), FoundRecords.Nothing),
        };

        Assert.Contains(Compare(live).Findings, finding =>
            finding is { Subject: "filter.example", Weight: RecordWeight.Matters });
    }

    [Fact]
    public void What_was_not_answered_is_neither_good_nor_bad()
    {
        var compared = Compare(With("contoso.example", RecordType.Mx, FoundRecords.NotAnswered));

        Assert.Equal(RecordState.NotAnswered, Of(compared, "contoso.example", RecordPurpose.Mx).State);
        Assert.Equal((false, true, Verdict.Warn), (compared.Matters, compared.IsOpen, P9(compared).Verdict));
    }

    [Fact]
    public void Where_nothing_was_answered_p9_is_not_checked()
    {
        var compared = Compare(AsPlanned with { Answers = AsPlanned.Answers.Clear(), Probes = [] });

        Assert.True(compared.IsUnanswered);
        Assert.Equal(Verdict.NotChecked, P9(compared).Verdict);
    }

    [Fact]
    public void A_name_outside_of_the_zone_is_no_difference()
    {
        var compared = Compare(With("cloud.example", RecordType.A, FoundRecords.Elsewhere));

        Assert.Equal(RecordState.Elsewhere, Of(compared, "cloud.example", RecordPurpose.Address).State);
        Assert.Equal((false, false, Verdict.Pass), (compared.Matters, compared.IsOpen, P9(compared).Verdict));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Spf_that_leads_out_of_a_zone_is_open_only_where_dns_itself_was_asked(bool isWhole)
    {
        var live = AsPlanned with { IsWhole = isWhole, Probes = [Sends("192.0.2.20", "temperror")] };

        Assert.Equal((false, isWhole), (Compare(live).Matters, Compare(live).IsOpen));
    }

    [Fact]
    public void Resolvers_that_say_something_else_show_a_change_on_its_way()
    {
        var other = With("contoso.example", RecordType.Mx, Found(["10 old.example"])) with { Source = "another" };

        var finding = Assert.Single(Comparer.Compare(Plan, [AsPlanned, other]).Findings);

        Assert.Contains("another says 10 old.example", finding.Text, StringComparison.Ordinal);
        Assert.Contains("5m", finding.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_resolver_that_is_silent_is_named_and_what_another_says_is_compared(bool isFirst)
    {
        var silent = AsPlanned with
        {
            Source = "a dead one", Probes = [],
            Answers = AsPlanned.Answers.ToImmutableDictionary(one => one.Key, _ => FoundRecords.NotAnswered),
        };

        var compared = Comparer.Compare(Plan, isFirst ? [silent, AsPlanned] : [AsPlanned, silent]);

        Assert.Equal("a dead one", Assert.Single(compared.Findings).Subject);
        Assert.False(compared.Matters || compared.IsOpen || compared.IsUnanswered);
    }

    private static DnsComparison Compare(PublishedRecords live) => Comparer.Compare(Plan, [live]);

    private static PropertyResult P9(DnsComparison compared) =>
        Prover.Prove(Some.Organization(), Some.Recipients(), compared, []).Single(result => result.Id == "P9");

    private static ComparedRecord Of(DnsComparison compared, string name, RecordPurpose purpose) =>
        Assert.Single(compared.Records, record => record.Name == name && record.Purpose == purpose);

    private static PublishedRecords With(string name, RecordType type, FoundRecords found) => AsPlanned with
    {
        Answers = AsPlanned.Answers.SetItem(new RecordQuestion(name, type), found),
    };

    private static FoundRecords Found(ImmutableArray<string> values) =>
        new(FoundStatus.Found, values, TimeSpan.FromMinutes(5));

    private static SpfProbe Sends(string address, string result) => new(
        "contoso.example", IPAddress.Parse(address), SpfProbeKind.Sender, result, null, null, 0, 0);
}
