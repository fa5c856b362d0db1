using System.Security.Cryptography;
using System.Text;
using Causeway.Authentication.Dkim;

namespace Causeway.Authentication.Tests.Dkim;

public sealed class HeaderHashTests
{
    // RFC 6376 sections 3.4.1, 3.4.2 and 3.4.5.
    [Theory]
    [InlineData("A: X\r\n", "A: X\r\n", "a:X\r\n")]
    [InlineData("B : Y\t\r\n\tZ  \r\n", "B : Y\t\r\n\tZ  \r\n", "b:Y Z\r\n")]
    [InlineData("Subject:\r\n", "Subject:\r\n", "subject:\r\n")]
    [InlineData("Subject: \t \r\n", "Subject: \t \r\n", "subject:\r\n")]
    [InlineData("SUBJect:a  b\t\tC", "SUBJect:a  b\t\tC\r\n", "subject:a b C\r\n")]
    [InlineData("S:\r\n a\r\n \r\n b\r\n", "S:\r\n a\r\n \r\n b\r\n", "s:a b\r\n")]
    [InlineData("S: a: b\r\n", "S: a: b\r\n", "s:a: b\r\n")]
    [InlineData("S: a\rb\r\n", "S: a\rb\r\n", "s:a\rb\r\n")]
    public void A_field_is_made_canonical(string field, string simple, string relaxed)
    {
        Assert.Equal(Sha(simple + "L: a"), Hash(Canonicalization.Simple, field, "L: a\r\n"));
        Assert.Equal(Sha(relaxed + "l:a"), Hash(Canonicalization.Relaxed, field, "L: a \r\n"));
    }

    // RFC 6376 section 3.7: what is around the value of b= goes with it; the rest stays.
    [Theory]
    [InlineData(" v=1; b=AB\r\n\tCD ; d=a.b\r\n", " v=1; b=; d=a.b\r\n")]
    [InlineData(" v=1; d=a.b; b = AB\r\n CD\r\n", " v=1; d=a.b; b =")]
    [InlineData(" bh=b; b=;\r\n", " bh=b; b=;\r\n")]
    public void The_value_of_b_is_taken_out_before_the_field_is_hashed(string body, string expected)
    {
        Assert.True(TagList.TryParse(Encoding.Latin1.GetBytes(body), out var list));

        Assert.Equal("DKIM-Signature:" + expected,
            Encoding.Latin1.GetString(list.Unsigned(Encoding.Latin1.GetBytes("DKIM-Signature:" + body))));
    }

    private static string Hash(Canonicalization form, string field, string last)
    {
        using var hash = new HeaderHash(form);
        hash.Add(Encoding.Latin1.GetBytes(field));
        return Convert.ToHexString(hash.Finish(Encoding.Latin1.GetBytes(last)));
    }

    private static string Sha(string text) => Convert.ToHexString(SHA256.HashData(Encoding.Latin1.GetBytes(text)));
}
