using System.Text;
using Causeway.Mail.Addresses;

namespace Causeway.Mail.Tests.Addresses;

public sealed class AddressListTests
{
    private const string Ada = "ada@contoso.example";

    [Theory]
    [InlineData("ada@contoso.example")]
    [InlineData("<ada@contoso.example>")]
    [InlineData(" Ada Lovelace <ada@contoso.example>")]
    [InlineData("Ada K. Lovelace <ada@contoso.example>")]
    [InlineData("\"Lovelace, Ada (Ms)\" <ada@contoso.example>")]
    [InlineData("\"boss@fabrikam.example\" <ada@contoso.example>")]
    [InlineData("\"a \\\"quoted\\\" name\"\r\n\t<ada@contoso.example>")]
    [InlineData("\"a name\r\n in two lines\" <ada@contoso.example>")]
    [InlineData("=?utf-8?Q?Ad=C3=A4?= =?iso-8859-1?B?5A==?= <ada@contoso.example>")]
    [InlineData("Adä <ada@contoso.example>")]
    [InlineData("ada@contoso.example (Ada Lovelace)")]
    [InlineData("(a (nested \\) one)) ada@contoso.example")]
    [InlineData("Ada (a comment) <ada@contoso.example> (another)\r\n ")]
    [InlineData("\"ada\"@contoso.example")]
    [InlineData("\"a\\da\"@contoso.example")]
    [InlineData("ADA@Contoso.EXAMPLE")]
    public void One_mailbox_is_read(string body) =>
        Assert.Equal([Ada], Read(body).Select(address => address.ToString().ToLowerInvariant()));

    [Fact]
    public void Several_are_read_in_their_order() => Assert.Equal(
        ["a@x.example", "\"b c\"@x.example", "d@[192.0.2.1]"],
        Read("a@x.example, B <\"b c\"@x.example>,\r\n (last) d@[192.0.2.1]")
            .Select(address => address.ToString()));

    [Theory]
    [InlineData("", "has no address")]
    [InlineData(" \t ", "has no address")]
    [InlineData("(nobody)", "has no address")]
    [InlineData("Ada Lovelace", "ends without an address")]
    [InlineData("Ada:", "holds a group")]
    [InlineData("Team: ada@contoso.example;", "holds a group")]
    [InlineData("Undisclosed recipients:;", "holds a group")]
    [InlineData("<@relay.example:ada@contoso.example>", "names a route")]
    [InlineData("<@a.example,@b.example:ada@contoso.example>", "names a route")]
    [InlineData(", ada@contoso.example", "empty place")]
    [InlineData("ada@contoso.example,", "ends|no address")]
    [InlineData("ada@contoso.example,,b@x.example", "empty place")]
    [InlineData("ada@contoso.example b@x.example", "without a comma")]
    [InlineData("ada@contoso.example <b@x.example>", "without a comma")]
    [InlineData("<b@x.example> ada@contoso.example", "without a comma")]
    [InlineData("<b@x.example> <ada@contoso.example>", "without a comma")]
    [InlineData("<ada@contoso.example", "an < without a >")]
    [InlineData("<ada@contoso.example (c)>", "an < without a >")]
    [InlineData("<ada@contoso.example>>", "without a comma")]
    [InlineData("<<ada@contoso.example>>", "no address behind an <")]
    [InlineData("<>", "no address behind an <")]
    [InlineData("< ada@contoso.example>", "no address behind an <")]
    [InlineData("<(c)ada@contoso.example>", "no address behind an <")]
    [InlineData("boss@x.example@contoso.example", "without a comma")]
    [InlineData("boss ada@contoso.example", "before an @")]
    [InlineData("boss.\"ada\"@contoso.example", "before an @")]
    [InlineData("ada @contoso.example", "before an @")]
    [InlineData("ada(c)@contoso.example", "before an @")]
    [InlineData("ada@ contoso.example", "no domain")]
    [InlineData("ada@(c)contoso.example", "no domain")]
    [InlineData("ada@contoso.example.", "no domain")]
    [InlineData("ada@contoso..example", "no domain")]
    [InlineData("ada@[192.0.2.1", "no domain")]
    [InlineData("ada@[192.0.2]", "no domain")]
    [InlineData("ada@[fe80::1]", "no domain")]
    [InlineData("ada@[IPv6:fe80::1%eth0]", "no domain")]
    [InlineData("a..da@contoso.example", "no local part")]
    [InlineData(".ada@contoso.example", "no local part")]
    [InlineData("@contoso.example", "before an @")]
    [InlineData("\"\"@contoso.example", "no local part")]
    [InlineData("\"ada\tx\"@contoso.example", "folded")]
    [InlineData("\"ada\r\n x\"@contoso.example", "folded")]
    [InlineData("\"ada@contoso.example", "quotation mark")]
    [InlineData("\"ada\\", "quotation mark|control")]
    [InlineData("ada@contoso.example (open", "comment that nothing closes")]
    [InlineData("ada@contoso.example (open\\)", "comment that nothing closes")]
    [InlineData("ada@contoso.example )", "without a comma")]
    [InlineData("(boss@x.example) ada@contoso.example", "looks like an address")]
    [InlineData("ada@contoso.example (<boss>)", "looks like an address")]
    [InlineData("(((((((((deep))))))))) ada@contoso.example", "deep")]
    [InlineData("ada@contoso.example\0", "without a comma|control")]
    [InlineData("\0ada@contoso.example", "control")]
    [InlineData("ada\0@contoso.example", "control")]
    [InlineData("\"a\0da\" <ada@contoso.example>", "control")]
    [InlineData("\"a\\\0da\" <ada@contoso.example>", "control")]
    [InlineData("(a\u0085) ada@contoso.example", "control")]
    [InlineData("\rada@contoso.example", "line end")]
    [InlineData("Ada\r\n<ada@contoso.example>", "line end")]
    [InlineData("Ada\r\n \r\n <ada@contoso.example>", "control|no list")]
    [InlineData("=?utf-8?Q?boss=40x.example=00?= <ada@contoso.example>", "encoded word")]
    [InlineData("=?utf-8?B?Ym9zc0B4LmV4YW1wbGUKCg==?= <ada@contoso.example>", "encoded word")]
    [InlineData("=?utf-8?Q?boss=40x.example?=@contoso.example", "encoded word")]
    [InlineData("ada+=?utf-8?Q?=3E?=@contoso.example", "encoded word")]
    [InlineData("<=?utf-8?Q?ada=40contoso.example?=>", "no address follows")]
    [InlineData("=?utf-8?Q?ada=40contoso.example?=", "ends without an address")]
    [InlineData("ada＠contoso.example", "ends without an address")]
    [InlineData("ada@contoso。example", "no domain")]
    [InlineData("ada@conto\u202eso.example", "no domain")]
    [InlineData("ada@con\u200btoso.example", "no domain")]
    [InlineData("ada@contoso.e\u0301xample", "no domain")]
    [InlineData("\\ada@contoso.example", "no list")]
    [InlineData("ada;@contoso.example", "no list")]
    public void What_readers_could_understand_differently_is_no_address(string body, string why)
    {
        Assert.False(AddressList.TryParse(Encoding.UTF8.GetBytes(body + "\r\n"), out var addresses, out var fault));
        Assert.Empty(addresses);
        Assert.Contains(why.Split('|'), part => fault.Contains(part, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("ada@b\u00fccher.example", "xn--bcher-kva.example")]
    [InlineData("Ada <ada@B\u00dcCHER.example>", "xn--bcher-kva.example")]
    [InlineData("ada@c\u043entoso.example", "xn--cntoso-wqf.example")]
    public void A_domain_of_U_labels_is_read_in_A_labels(string body, string domain)
    {
        Assert.True(AddressList.TryParse(Encoding.UTF8.GetBytes(body), out var addresses, out _));
        Assert.Equal(domain, addresses.Single().Domain.Value);
    }

    [Theory]
    [InlineData("J\u00f6rg <ada@contoso.example>")]
    [InlineData("\"M\u00fcller, J\u00f6rg\" <ada@contoso.example>")]
    [InlineData("ada@contoso.example (J\u00f6rg)")]
    [InlineData("\"\u00c0\u00ba\u00c0\u00bc\u00c0\u00a2\" <ada@contoso.example>")]
    public void A_name_may_be_in_any_charset(string body)
    {
        Assert.True(AddressList.TryParse(Encoding.Latin1.GetBytes(body), out var addresses, out _));
        Assert.Equal([Ada], addresses.Select(address => address.ToString()));
    }

    [Theory]
    [InlineData("j\u00f6rg@contoso.example")]
    [InlineData("\"j\u00f6rg\"@contoso.example")]
    [InlineData("\"\u0081\\\" <ada@contoso.example>, \\\"\" <eve@attacker.example>")]
    [InlineData("\"\u0081@\" <ada@contoso.example>")]
    [InlineData("\"\u00e0\" \"<eve@attacker.example>, \" <ada@contoso.example>")]
    [InlineData("\"\u00c1\u0080\" <ada@contoso.example>")]
    [InlineData("\"\u00e0\u0081\u0080\" <ada@contoso.example>")]
    [InlineData("\"\u00fc\u0080\u0080\u0080\u0081\u0080\" <ada@contoso.example>")]
    public void An_address_may_not_nor_what_another_charset_hides(string body)
    {
        Assert.False(AddressList.TryParse(Encoding.Latin1.GetBytes(body), out var addresses, out var fault));
        Assert.Empty(addresses);
        Assert.Equal("holds octets that are no UTF-8", fault);
    }

    [Fact]
    public void Octets_that_are_no_UTF_8_name_no_domain() => Assert.False(
        AddressList.TryParse(Encoding.Latin1.GetBytes("ada@b\u00fccher.example"), out _, out _));

    [Fact]
    public void There_is_a_limit_to_octets_and_to_addresses()
    {
        var many = string.Join(',', Enumerable.Repeat("a@b.c", AddressList.MostAddresses + 1));

        Assert.False(AddressList.TryParse(Encoding.UTF8.GetBytes(many), out _, out var tooMany));
        Assert.False(AddressList.TryParse(new byte[AddressList.MostOctets + 1], out _, out var tooLong));

        Assert.Contains("more than 1000 addresses", tooMany, StringComparison.Ordinal);
        Assert.Contains("is longer than", tooLong, StringComparison.Ordinal);
    }

    private static IEnumerable<Core.Addresses.EmailAddress> Read(string body)
    {
        Assert.True(
            AddressList.TryParse(Encoding.UTF8.GetBytes(body + "\r\n"), out var addresses, out var fault), fault);
        return addresses;
    }
}
