using Causeway.Core.Publishing;

namespace Causeway.Core.Tests.Publishing;

public sealed class SpfTextTests
{
    [Theory]
    [InlineData("v=spf1 ip4:192.0.2.1 +all", "everybody")]
    [InlineData("v=spf1 all", "everybody")]
    [InlineData("v=spf1 mx ?all", "?all")]
    [InlineData("v=spf1 mx", "without an `all`")]
    [InlineData("v=spf1 ptr -all", "ptr")]
    [InlineData("v=spf1 ptr:a.example -all", "ptr")]
    [InlineData("v=spf1 ip4:192.0.0.0/8 -all", "ip4:192.0.0.0/8")]
    [InlineData("v=spf1 ip4:0.0.0.0/0 -all", "ip4:0.0.0.0/0")]
    [InlineData("v=spf1 ip6:2001::/16 -all", "ip6:2001::/16")]
    [InlineData("v=spf1 -all ip4:192.0.2.1", "behind -all")]
    public void A_bad_shape_is_named(string record, string named) =>
        Assert.Contains(named, Assert.Single(SpfText.Faults(record)), StringComparison.Ordinal);

    [Theory]
    [InlineData("v=spf1 ip4:192.0.2.0/28 include:a.example -all")]
    [InlineData("v=spf1 ip4:192.0.2.1 ~all")]
    [InlineData("v=spf1 redirect=a.example")]
    [InlineData("v=spf1 -all exp=why.a.example")]
    [InlineData("v=spf1 -ip4:192.0.0.0/8 a -all")]
    public void A_good_shape_has_no_fault(string record) => Assert.Empty(SpfText.Faults(record));

    [Fact]
    public void A_record_that_may_not_fit_into_an_answer_is_too_long() =>
        Assert.Contains("512 octets", Assert.Single(SpfText.Faults(
            "v=spf1 " + string.Concat(Enumerable.Range(0, 40).Select(i => $"ip4:192.0.2.{i} ")) + "-all")),
            StringComparison.Ordinal);

    [Theory]
    [InlineData("v=spf1", true)]
    [InlineData("V=SPF1 -all", true)]
    [InlineData("V=SPF1 ", true)]
    [InlineData("v=spf10 -all", false)]
    [InlineData("spf1 -all", false)]
    [InlineData("v=spf1\t-all", false)]
    [InlineData(" v=spf1", false)]
    [InlineData("", false)]
    public void Spf_is_what_begins_with_the_version(string text, bool isSpf) =>
        Assert.Equal(isSpf, SpfText.IsSpf(text));

    [Theory]
    [InlineData("include:a.example", true)]
    [InlineData("a", true)]
    [InlineData("mx/24", true)]
    [InlineData("redirect=a.example", true)]
    [InlineData("ip4:192.0.2.1", false)]
    [InlineData("-all", false)]
    public void Terms_that_ask_dns_are_counted(string term, bool asks) => Assert.Equal(asks, SpfText.AsksDns(term));
}
