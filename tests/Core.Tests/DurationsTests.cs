namespace Causeway.Core.Tests;

public sealed class DurationsTests
{
    [Theory]
    [InlineData("1d", 86400)]
    [InlineData("12h", 43200)]
    [InlineData("30m", 1800)]
    [InlineData("90s", 90)]
    [InlineData("1d12h", 129600)]
    [InlineData("3650d", 315360000)]
    public void A_duration_is_numbers_with_units(string text, int seconds)
    {
        Assert.True(Durations.TryParse(text, out var duration));
        Assert.Equal(seconds, duration.TotalSeconds);
    }

    [Theory]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("d")]
    [InlineData("0d")]
    [InlineData("-1d")]
    [InlineData("12h1d")]
    [InlineData("1d1d")]
    [InlineData("1 d")]
    [InlineData("1w")]
    [InlineData("3651d")]
    [InlineData("9999999999d")]
    public void Anything_else_is_none(string text) => Assert.False(Durations.TryParse(text, out _));

    [Theory]
    [InlineData(90, "1m30s")]
    [InlineData(129600, "1d12h")]
    [InlineData(0, "0s")]
    public void A_duration_is_printed_in_its_largest_units(int seconds, string text) =>
        Assert.Equal(text, Durations.Print(TimeSpan.FromSeconds(seconds)));
}
