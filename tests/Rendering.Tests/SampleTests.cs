using Causeway.Configuration;
using Causeway.Core.Topology;

namespace Causeway.Rendering.Tests;

/// <summary>The samples with other platforms can be rendered as they stand.</summary>
public sealed class SampleTests
{
    [Theory]
    [InlineData("d-exchange", "filter", "cloud", "office")]
    [InlineData("d-postfix-office", "office")]
    public void Each_site_of_another_platform_is_rendered(string sample, params string[] sites)
    {
        var topology = TopologyReader.Read(
            Path.Combine(Some.Root, $"samples/topologies/{sample}.yaml")).Topology!;

        Assert.Equal(sites, topology.Organization.Sites
            .Where(site => site.Platform != Platform.Causeway).Select(site => site.Name.Value));
        Assert.All(sites, site => Assert.NotEmpty(Some.Text(Some.Render(topology, site))));
    }
}
