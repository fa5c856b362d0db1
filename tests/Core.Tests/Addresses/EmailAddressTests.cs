using Causeway.Core.Addresses;
using CsCheck;

namespace Causeway.Core.Tests.Addresses;

public sealed class EmailAddressTests
{
    [Theory]
    [InlineData("ada@contoso.example", "ada@contoso.example")]
    [InlineData("Ada@Contoso.EXAMPLE.", "Ada@contoso.example")]
    [InlineData("\"ada\"@contoso.example", "ada@contoso.example")]
    [InlineData("\"a b\"@contoso.example", "\"a b\"@contoso.example")]
    [InlineData("\"a\\\"b\"@contoso.example", "\"a\\\"b\"@contoso.example")]
    [InlineData("ada@[192.0.2.1]", "ada@[192.0.2.1]")]
    public void Reads_and_prints(string text, string printed) =>
        Assert.Equal(printed, EmailAddress.Parse(text).ToString());

    [Theory]
    [InlineData("")]
    [InlineData("ada")]
    [InlineData("@contoso.example")]
    [InlineData("a..b@contoso.example")]
    [InlineData(".a@contoso.example")]
    [InlineData("a b@contoso.example")]
    [InlineData("a@b@contoso.example")]
    [InlineData("ada@-contoso.example")]
    [InlineData("ada@contoso..example")]
    [InlineData("ada@[192.0.2.1")]
    [InlineData("\"a\r\n\"@contoso.example")]
    public void Refuses(string text) => Assert.False(EmailAddress.TryParse(text, out _));

    [Fact]
    public void Refuses_a_local_part_of_65_octets() =>
        Assert.False(EmailAddress.TryParse(new string('a', 65) + "@contoso.example", out _));

    [Fact]
    public void Compares_without_regard_to_case() =>
        Assert.Equal(EmailAddress.Parse("ADA@contoso.example"), EmailAddress.Parse("ada@CONTOSO.example"));

    [Fact]
    public void Printing_then_reading_is_the_identity() =>
        Gen.Char[' ', '~'].Array[1, 30].Select(characters => new string(characters)).Sample(local =>
        {
            var quoted = "\"" + local.Replace("\\", "\\\\", StringComparison.Ordinal)
                .Replace("\"", "\\\"", StringComparison.Ordinal) + "\"";
            Assert.True(EmailAddress.TryCreate(quoted, DomainName.Parse("contoso.example"), out var address));
            Assert.Equal(local, address.LocalPart);
            Assert.Equal(address, EmailAddress.Parse(address.ToString()));
        });
}
