using Causeway.Authentication.Dmarc;

namespace Causeway.Authentication.Tests.Dmarc;

public sealed class DmarcRecordTests
{
    [Theory]
    [InlineData("v=DMARC1")]
    [InlineData("v=DMARC1;")]
    [InlineData("V = DMARC1 ; p = REJECT ;")]
    [InlineData(" v=DMARC1; p=none")]
    public void A_record_begins_with_its_version(string text) => Assert.True(DmarcRecord.TryParse(text, out _));

    [Theory]
    [InlineData("")]
    [InlineData("v=spf1 -all")]
    [InlineData("v=dmarc1; p=none")]
    [InlineData("v=DMARC2; p=none")]
    [InlineData("v=DMARC1 p=none")]
    [InlineData("p=none; v=DMARC1")]
    [InlineData("; v=DMARC1; p=none")]
    [InlineData("v==DMARC1")]
    public void Anything_else_is_none(string text) => Assert.False(DmarcRecord.TryParse(text, out _));

    [Fact]
    public void Every_tag_that_counts_is_read()
    {
        var record = Read(
            "v=DMARC1; p=reject; sp=quarantine; np=none; adkim=s; aspf=s; t=y; psd=n; fo=1:d;"
            + " rua=mailto:a@x.example,mailto:b@x.example!10m , https://x.example/r; ruf=mailto:c@x.example");

        Assert.Equal(
            (DmarcPolicy.Reject, DmarcPolicy.Quarantine, DmarcPolicy.None),
            (record.Policy, record.SubdomainPolicy, record.NonexistentPolicy));
        Assert.True(record is { IsStrictForDkim: true, IsStrictForSpf: true, IsTest: true, HasValidPolicies: true });
        Assert.Equal(PublicSuffix.No, record.Suffix);
        Assert.Equal(["mailto:a@x.example", "mailto:b@x.example", "https://x.example/r"], record.AggregateReports);
    }

    [Fact]
    public void What_is_left_out_has_a_default()
    {
        var record = Read("v=DMARC1; p=none; fo=1");
        Assert.False(record.IsStrictForDkim || record.IsStrictForSpf || record.IsTest);
        Assert.Equal(PublicSuffix.Unknown, record.Suffix);
    }

    [Theory]
    [InlineData("v=DMARC1; p=reject; pct=0; rf=x; ri=1; new=tag; adkim=x; t=maybe; psd=; =; ;; p", DmarcPolicy.Reject)]
    [InlineData("v=DMARC1; p=quarantine; p=none", DmarcPolicy.Quarantine)]
    [InlineData("v=DMARC1; P=Reject", DmarcPolicy.Reject)]
    public void What_is_wrong_or_unknown_is_passed_over(string text, DmarcPolicy policy) =>
        Assert.Equal(policy, Read(text).PolicyFor(isBelow: false, exists: true));

    [Theory]
    [InlineData("v=DMARC1", false)]
    [InlineData("v=DMARC1; p=drop", false)]
    [InlineData("v=DMARC1; p=reject; sp=drop", false)]
    [InlineData("v=DMARC1; p=reject; np=", false)]
    [InlineData("v=DMARC1; p=drop; rua=nowhere", false)]
    [InlineData("v=DMARC1; p=drop; rua=mailto:a@x.example", true)]
    [InlineData("v=DMARC1; p=reject; sp=drop; rua=nowhere,mailto:a@x.example", true)]
    public void With_a_wrong_policy_it_is_p_none_where_reports_are_asked_for(string text, bool applies)
    {
        var record = Read(text);
        Assert.Equal(applies, record.Applies);
        Assert.Equal(DmarcPolicy.None, record.PolicyFor(isBelow: false, exists: true));
    }

    [Theory]
    [InlineData("p=reject", false, true, DmarcPolicy.Reject)]
    [InlineData("p=reject", true, true, DmarcPolicy.Reject)]
    [InlineData("p=reject; sp=none", true, true, DmarcPolicy.None)]
    [InlineData("p=reject; sp=none", true, false, DmarcPolicy.None)]
    [InlineData("p=none; sp=quarantine; np=reject", true, false, DmarcPolicy.Reject)]
    [InlineData("p=none; np=reject", true, true, DmarcPolicy.None)]
    [InlineData("p=none; sp=quarantine; np=reject", false, false, DmarcPolicy.None)]
    [InlineData("p=reject; t=y", false, true, DmarcPolicy.Quarantine)]
    [InlineData("p=quarantine; t=y", false, true, DmarcPolicy.None)]
    [InlineData("p=none; t=y", false, true, DmarcPolicy.None)]
    [InlineData("p=none; np=reject; t=y", true, false, DmarcPolicy.Quarantine)]
    public void The_policy_is_that_of_the_domain_or_of_one_below(
        string tags, bool isBelow, bool exists, DmarcPolicy policy) =>
        Assert.Equal(policy, Read("v=DMARC1; " + tags).PolicyFor(isBelow, exists));

    private static DmarcRecord Read(string text)
    {
        Assert.True(DmarcRecord.TryParse(text, out var record));
        return record;
    }
}
