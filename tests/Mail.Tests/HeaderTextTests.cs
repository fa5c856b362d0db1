using System.Text;

namespace Causeway.Mail.Tests;

public sealed class HeaderTextTests
{
    [Theory]
    [InlineData(" plain", "plain")]
    [InlineData(" folded\r\n line", "folded line")]
    [InlineData(" =?UTF-8?Q?Gr=C3=BC=C3=9Fe_aus?= =?utf-8?b?IEvDtmxu?=", "Grüße aus Köln")]
    [InlineData(" =?iso-8859-1?Q?=E9t=E9?=, and more", "été, and more")]
    [InlineData(" =?windows-1252?Q?=80_5?=", "€ 5")]
    [InlineData(" =?US-ASCII*en?Q?a?= b", "a b")]
    [InlineData(" =?no-such-charset?Q?a?=", "=?no-such-charset?Q?a?=")]
    [InlineData(" =?utf-7?Q?a+AEA-b?=", "=?utf-7?Q?a+AEA-b?=")]
    [InlineData(" =?utf-8?Q?=ZZ?=", "=?utf-8?Q?=ZZ?=")]
    [InlineData(" =?utf-8?B?***?=", "=?utf-8?B?***?=")]
    [InlineData(" =?utf-8?Q?unfinished", "=?utf-8?Q?unfinished")]
    [InlineData(" =?", "=?")]
    [InlineData(" raw ü", "raw ü")]
    [InlineData(" =?utf-8?Q?a=0D=0AFrom:_x?=", "a  From: x")]
    public void A_field_is_shown_as_people_read_it(string body, string text) =>
        Assert.Equal(text, HeaderText.Decode(Encoding.UTF8.GetBytes(body)));

    [Fact]
    public void A_list_shows_a_thousand_characters_and_a_word_at_most() =>
        Assert.InRange(HeaderText.Decode(Encoding.UTF8.GetBytes(new string('a', 200_000))).Length, 1000, 1100);
}
