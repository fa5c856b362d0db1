namespace Causeway.Rendering.Tests;

/// <summary>A platform that we know nothing of gets sentences.</summary>
public sealed class PlainListTests
{
    [Fact]
    public void A_site_is_rendered_as_the_golden_file_says() => Golden.AssertIs(
        "exchange-filter.txt", Assert.Single(Some.Render(Some.Topology("exchange"), "filter").Files).Text);

    [Fact]
    public void A_site_of_causeway_is_refused()
    {
        var result = Some.Render(Some.Topology("postfix-office"), "cloud");

        Assert.Contains("causeway up", Assert.Single(result.Obstacles), StringComparison.Ordinal);
    }
}
