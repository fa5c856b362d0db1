using System.Diagnostics;
using Causeway.Core.Topology;

namespace Causeway.Rendering.Tests;

/// <summary>The rule of a firewall for a site that hands everything to its neighbours.</summary>
public sealed class FirewallTests
{
    private const string Platform = "    platform: postfix\n";

    [Fact]
    public void The_rules_of_an_office_are_as_the_golden_file_says() =>
        Golden.AssertIs("firewall-office.nft", Rules());

    [Fact]
    public void A_neighbour_without_addresses_is_an_obstacle()
    {
        var topology = Some.Topology("postfix-office", Platform, "");
        var organization = topology.Organization;
        var bare = organization with
        {
            Sites = [.. organization.Sites.Select(site => site with { Addresses = [] })],
        };

        var result = Renderer.Render(bare, topology.Recipients, false, SiteName.Parse("office"));

        Assert.Contains("write addresses: at cloud", Assert.Single(result.Obstacles), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nftables_takes_them()
    {
        Assert.SkipUnless(Environment.UserName == "root", "nft asks the kernel, which answers root alone.");
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, Rules(), TestContext.Current.CancellationToken);
            using var nft = Process.Start(new ProcessStartInfo("nft", ["-c", "-f", file])
            {
                RedirectStandardError = true,
            })!;
            var said = await nft.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            await nft.WaitForExitAsync(TestContext.Current.CancellationToken);

            Assert.SkipWhen(said.Contains("Operation not permitted", StringComparison.Ordinal)
                || said.Contains("cache initialization failed", StringComparison.Ordinal),
                $"The kernel here knows no nftables: {said}");
            Assert.True(nft.ExitCode == 0, said);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static string Rules() => Assert.Single(
        Some.Render(Some.Topology("postfix-office", Platform, ""), "office").Files).Text;
}
