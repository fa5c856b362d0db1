using System.Text;
using Causeway.Authentication.Dkim;

namespace Causeway.Authentication.Tests.Dkim;

public sealed class TagListTests
{
    [Theory]
    [InlineData("a=b")]
    [InlineData("a=b;")]
    [InlineData(" a = b ;\r\n\tA=c; \r\n")]
    [InlineData("a=; a_1=x=y==")]
    [InlineData("a=\u00e4")]
    public void A_list_is_read(string text) => Assert.True(TagList.TryParse(Encoding.UTF8.GetBytes(text), out _));

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData(";")]
    [InlineData("a")]
    [InlineData("=b")]
    [InlineData("a=b;;c=d")]
    [InlineData("a=b; c")]
    [InlineData("1a=b")]
    [InlineData("a-b=c")]
    [InlineData("a=b; a=c")]
    [InlineData("a=b;\r\n a=b")]
    [InlineData("a\r\n b=c")]
    [InlineData("a=b\0")]
    [InlineData("a=b\u007f")]
    public void What_is_no_list_is_not(string text) =>
        Assert.False(TagList.TryParse(Encoding.UTF8.GetBytes(text), out _));

    [Fact]
    public void Values_are_read_in_several_ways()
    {
        Assert.True(TagList.TryParse(
            " n = a  b ; h=From :\r\n To:Cc; b= QUJ\r\n D; l=007; d=Sub.Contoso.Example; e=; s=a_b"u8, out var list));

        Assert.Equal("a  b", list.Text("n"));
        Assert.Equal("ab", list.Compact("n"));
        Assert.Equal(["From", "To", "Cc"], list.Names("h")!);
        Assert.Equal("ABC"u8.ToArray(), list.Base64("b")!);
        Assert.True(list.TryNumber("l", 12, out var number));
        Assert.Equal(7, number);
        Assert.Equal("sub.contoso.example", list.Domain("d", 2));
        Assert.Equal("a_b", list.Domain("s", 1));
        Assert.Null(list.Domain("s", 2));
        Assert.Equal("n", list.First);
        Assert.Empty(list.Base64("e")!);
        Assert.Null(list.Names("e"));
        Assert.Null(list.Text("N"));
    }

    [Theory]
    [InlineData("QUI", "4142")]
    [InlineData("QQ", "41")]
    [InlineData("QQ==", "41")]
    [InlineData("QQ=", "41")]
    [InlineData("Q", null)]
    [InlineData("QQ==Q", null)]
    [InlineData("Q!==", null)]
    public void Base64_may_lack_its_padding(string text, string? hex)
    {
        Assert.True(TagList.TryParse(Encoding.UTF8.GetBytes("b=" + text), out var list));

        Assert.Equal(hex, list.Base64("b") is { } octets ? Convert.ToHexString(octets) : null);
    }

    [Theory]
    [InlineData("9", 9L)]
    [InlineData("99999999999999999999", long.MaxValue)]
    [InlineData("999999999999999999999999999999", null)]
    [InlineData("-1", null)]
    [InlineData("+1", null)]
    [InlineData("1 2", null)]
    [InlineData("0x1", null)]
    [InlineData("", null)]
    public void A_number_has_digits_only_and_not_too_many(string text, long? expected)
    {
        Assert.True(TagList.TryParse(Encoding.UTF8.GetBytes("l=" + text), out var list));

        Assert.Equal(expected, list.TryNumber("l", 20, out var number) ? number : null);
    }

    [Theory]
    [InlineData("a.example", true)]
    [InlineData("xn--bcher-kva.example", true)]
    [InlineData("example", false)]
    [InlineData("a.example.", false)]
    [InlineData("a..example", false)]
    [InlineData("[192.0.2.1]", false)]
    [InlineData("a.exa mple", false)]
    [InlineData("a.example\\", false)]
    [InlineData("a.ex*mple", false)]
    [InlineData("b\u00fccher.example", false)]
    public void A_domain_is_one_of_dns(string text, bool expected) =>
        Assert.Equal(expected, TagList.IsDomain(text, labels: 2));
}
