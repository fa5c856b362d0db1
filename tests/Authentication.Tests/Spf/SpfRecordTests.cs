using System.Net;
using Causeway.Authentication.Spf;
using CsCheck;

namespace Causeway.Authentication.Tests.Spf;

public sealed class SpfRecordTests
{
    [Fact]
    public void A_term_keeps_its_qualifier_its_target_and_its_prefix_lengths()
    {
        Assert.True(SpfRecord.TryParse(
            "v=spf1 mx ~a:mail.a.example/24//64 -include:%{d}.b.example ?exists:c.example. redirect=d.example",
            out var record));
        var terms = record.Terms;
        Assert.Equal(
            [SpfTermKind.Mx, SpfTermKind.A, SpfTermKind.Include, SpfTermKind.Exists, SpfTermKind.Redirect],
            terms.Select(term => term.Kind));
        Assert.Equal(
            [SpfQualifier.Pass, SpfQualifier.SoftFail, SpfQualifier.Fail, SpfQualifier.Neutral],
            record.Mechanisms.Select(term => term.Qualifier));
        Assert.Equal(
            [null, "mail.a.example", "%{d}.b.example", "c.example.", "d.example"], terms.Select(term => term.Target));
        Assert.Equal([false, false, true, false, false], terms.Select(term => term.HasMacros));
        Assert.Equal((32, 128), (terms[0].PrefixLength4, terms[0].PrefixLength6));
        Assert.Equal((24, 64), (terms[1].PrefixLength4, terms[1].PrefixLength6));
        Assert.Equal("~a:mail.a.example/24//64", terms[1].Text);
        Assert.Same(terms[4], record.Redirect);
        Assert.Null(record.Explanation);
    }

    [Theory]
    [InlineData("ip4:192.0.2.77/24", "192.0.2.0/24")]
    [InlineData("ip4:192.0.2.77", "192.0.2.77/32")]
    [InlineData("ip4:192.0.2.77/0", "0.0.0.0/0")]
    [InlineData("ip6:2001:DB8::1/33", "2001:db8::/33")]
    [InlineData("ip6:::ffff:192.0.2.1", "::ffff:192.0.2.1/128")]
    public void A_network_has_its_host_bits_cleared(string term, string network)
    {
        Assert.True(SpfRecord.TryParse($"v=spf1 {term}", out var record));
        Assert.Equal(IPNetwork.Parse(network), record.Terms[0].Network);
    }

    [Fact]
    public void The_terms_that_ask_DNS_are_those_that_the_RFC_counts()
    {
        Assert.True(SpfRecord.TryParse(
            "v=spf1 ip4:192.0.2.1 ip6:::1 a mx ptr exists:a.b include:a.b exp=a.b redirect=a.b x=y all",
            out var record));
        Assert.Equal(
            ["a", "mx", "ptr", "exists:a.b", "include:a.b", "redirect=a.b"],
            record.Terms.Where(term => term.AsksDns).Select(term => term.Text));
        Assert.Equal(["exp=a.b", "redirect=a.b", "x=y"],
            record.Terms.Where(term => term.IsModifier).Select(term => term.Text));
    }

    [Theory]
    [InlineData("all.")]
    [InlineData("all:a.example")]
    [InlineData("all/8")]
    [InlineData("-")]
    [InlineData("--all")]
    [InlineData("+-all")]
    [InlineData("include")]
    [InlineData("include:")]
    [InlineData("include:a.example/8")]
    [InlineData("exists")]
    [InlineData("exists:a")]
    [InlineData("ptr/8")]
    [InlineData("ptr:")]
    [InlineData("a:")]
    [InlineData("a:/24")]
    [InlineData("a:host")]
    [InlineData("a:host.")]
    [InlineData("a:a.example..")]
    [InlineData("a:a.123")]
    [InlineData("a:a.-b")]
    [InlineData("a:a.b-")]
    [InlineData("a:a.b_c")]
    [InlineData("a:192.0.2.1")]
    [InlineData("a/33")]
    [InlineData("a/024")]
    [InlineData("a/")]
    [InlineData("a//129")]
    [InlineData("a/24/64")]
    [InlineData("a///64")]
    [InlineData("mx:a.example/999999999999")]
    [InlineData("ip4")]
    [InlineData("ip4:")]
    [InlineData("ip4:1.2.3")]
    [InlineData("ip4:1.2.3.4.5")]
    [InlineData("ip4:1.2.3.256")]
    [InlineData("ip4:01.2.3.4")]
    [InlineData("ip4:1.2.3.4/")]
    [InlineData("ip4:1.2.3.4/8\0")]
    [InlineData("ip4:1.2.3.4/33")]
    [InlineData("ip4:1.2.3.4//32")]
    [InlineData("ip4:::1")]
    [InlineData("ip6")]
    [InlineData("ip6:1.2.3.4")]
    [InlineData("ip6::1::2")]
    [InlineData("ip6:1::2::3")]
    [InlineData("ip6:1:2:3:4:5:6:7:8:9")]
    [InlineData("ip6:1:2:3:4:5:6:7")]
    [InlineData("ip6:12345::")]
    [InlineData("ip6:fe80::1%eth0")]
    [InlineData("ip6:[::1]")]
    [InlineData("ip6:::1.2.3")]
    [InlineData("ip6:::01.2.3.4")]
    [InlineData("ip6:::1/129")]
    [InlineData("ip6:::1//64")]
    [InlineData("redirect=")]
    [InlineData("redirect:a.example")]
    [InlineData("redirect=a.example redirect=b.example")]
    [InlineData("exp=a.example EXP=b.example")]
    [InlineData("exp=-all")]
    [InlineData("-exp=a.example")]
    [InlineData("1x=y")]
    [InlineData("=y")]
    [InlineData("x=%")]
    [InlineData("x=%a")]
    [InlineData("x=%{")]
    [InlineData("x=%{}")]
    [InlineData("x=%{q}")]
    [InlineData("x=%{c}")]
    [InlineData("a:%{d0}")]
    [InlineData("a:%{d00}")]
    [InlineData("a:%{dr2}")]
    [InlineData("a:%{d.r}")]
    [InlineData("a:%{d:}")]
    [InlineData("a:%{r}")]
    [InlineData("a:%{d}example")]
    [InlineData("a:%{d}.")]
    [InlineData("moo")]
    [InlineData("a\tmx")]
    [InlineData("a:b\u00fcro.example")]
    [InlineData("a:a.example\0")]
    public void A_record_with_a_wrong_term_is_no_record(string terms)
    {
        Assert.False(SpfRecord.TryParse($"v=spf1 ip4:192.0.2.1 {terms} -all", out _, out var fault));
        Assert.DoesNotContain(fault, character => character is < ' ' or > '~');
    }

    [Theory]
    [InlineData("a:foo:bar/baz.example")]
    [InlineData("a:%{d}/24//64")]
    [InlineData("a:a.example//0")]
    [InlineData("a:%%")]
    [InlineData("a:x%_y%-.example")]
    [InlineData("a:a.xn--zckzah")]
    [InlineData("a:a.1-2")]
    [InlineData("a:%{D999999999999R.-+,/_=}")]
    [InlineData("exists:%{i}.%{s1}.100/86400.rate.%{d}")]
    [InlineData("A MX PTR ALL")]
    [InlineData("ip4:0.0.0.0/0")]
    [InlineData("ip6:1:2:3:4:5:6:1.2.3.4/128")]
    [InlineData("x= x=y x=%{d}/24 A.b-c_1=:")]
    [InlineData("REDIRECT=a.example Exp=%{o}")]
    public void What_the_grammar_allows_is_read(string terms) =>
        Assert.True(SpfRecord.TryParse($"v=spf1 {terms}", out _, out var fault), fault);

    [Theory]
    [InlineData("a:192.0.2.1", "ip4:")]
    [InlineData("redirect:a.example", "'='")]
    [InlineData("mx,", "spaces")]
    [InlineData("mx\ta", "US-ASCII")]
    [InlineData("all.", "'all.'")]
    public void A_fault_says_what_to_write_instead(string term, string advice)
    {
        Assert.False(SpfRecord.TryParse($"v=spf1 {term}", out _, out var fault));
        Assert.Contains(advice, fault, StringComparison.Ordinal);
    }

    [Fact]
    public void A_record_that_is_longer_than_DNS_can_carry_is_none()
    {
        Assert.False(SpfRecord.TryParse("v=spf1" + new string(' ', 65_530), out _));
        Assert.True(SpfRecord.TryParse("v=spf1" + new string(' ', 65_529), out _));
    }

    [Fact]
    public void What_was_read_is_written_as_the_same_record() => SpfTexts.Records.Sample(text =>
    {
        if (SpfRecord.TryParse(text, out var record))
        {
            var written = record.ToString();
            Assert.True(SpfRecord.TryParse(written, out var again));
            Assert.Equal(written, again.ToString());
            Assert.Equal(record.Terms.Select(term => term.Text), again.Terms.Select(term => term.Text));
        }
    });

    [Fact]
    public void Any_text_is_a_record_or_has_a_fault() => Gen.OneOf(SpfTexts.Records, Gen.String).Sample(text =>
    {
        var isRecord = SpfRecord.TryParse(text, out var record, out var fault);
        Assert.Equal(isRecord, record is not null);
        Assert.Equal(isRecord, fault is null);
    });
}
