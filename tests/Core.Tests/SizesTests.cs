namespace Causeway.Core.Tests;

public sealed class SizesTests
{
    [Theory]
    [InlineData("1", 1)]
    [InlineData("64KiB", 64L << 10)]
    [InlineData("50MiB", 50L << 20)]
    [InlineData("1GiB", 1L << 30)]
    [InlineData("1023TiB", 1023L << 40)]
    public void A_size_is_a_number_with_a_unit_and_is_printed_as_it_was_read(string text, long octets)
    {
        Assert.True(Sizes.TryParse(text, out var size));
        Assert.Equal(octets, size);
        Assert.Equal(text, Sizes.Print(octets));
    }

    [Theory]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("-1KiB")]
    [InlineData("1.5GiB")]
    [InlineData("50MB")]
    [InlineData("50 MiB")]
    [InlineData("MiB")]
    [InlineData("1024TiB")]
    [InlineData("99999999999")]
    public void Anything_else_is_none(string text) => Assert.False(Sizes.TryParse(text, out _));
}
