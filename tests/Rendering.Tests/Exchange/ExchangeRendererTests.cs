namespace Causeway.Rendering.Tests.Exchange;

/// <summary>What Exchange is to be set to, and what cannot be said to it.</summary>
public sealed class ExchangeRendererTests
{
    private const string Reference = "exchange";
    private const string Centralized = "exchange-centralized";
    private const string BehindOffice = "exchange-behind-office";

    [Theory]
    [InlineData(Reference, "cloud", "online")]
    [InlineData(Reference, "office", "server")]
    [InlineData(Centralized, "cloud", "online")]
    [InlineData(Centralized, "office", "server")]
    [InlineData(BehindOffice, "cloud", "online")]
    public void A_site_is_rendered_as_the_golden_file_says_and_as_the_reference_allows(
        string topology, string site, string platform)
    {
        var result = Some.Render(Some.Topology(topology), site);

        Assert.Empty(result.Obstacles);
        var file = Assert.Single(result.Files);
        Golden.AssertIs($"{topology}-{file.Name}", file.Text);
        var reference = CmdletReference.Read();
        var commands = PowerShellScript.Read(file.Text);
        Assert.NotEmpty(commands);
        Assert.Empty(commands.SelectMany(command => reference.Faults(platform, command)));
    }

    [Fact]
    public void Each_line_has_its_reason()
    {
        foreach (var site in (string[])["cloud", "office"])
        {
            var lines = Some.Text(Some.Render(Some.Topology(Reference), site)).Split('\n');
            var settings = Enumerable.Range(1, lines.Length - 1)
                .Where(line => lines[line].StartsWith("    ", StringComparison.Ordinal) && lines[line][4] != '#')
                .ToList();

            Assert.NotEmpty(settings);
            Assert.All(settings, line => Assert.StartsWith("    # ", lines[line - 1], StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData(Reference, "cloud", "    certificate: mx.filter.example\n", "", "write certificate: for filter")]
    [InlineData(Reference, "cloud", "certificate: mail.contoso.example", "certificate: mail.other.example", "domain")]
    [InlineData(Reference, "cloud", "198.51.100.25]", "198.51.100.25]\n    listen: [0.0.0.0:2525]", "port 25")]
    [InlineData(Reference, "cloud", "192.0.2.0/28", "2001:db8::/64", "IPv4")]
    [InlineData(Reference, "cloud", "kind: cloud", "kind: cloud\n    waits: 3d", "waits: 1d")]
    [InlineData(Reference, "cloud", "authoritative", "authoritative, sub-domains: yes", "sub-domain")]
    [InlineData(Reference, "office", "    routing-domain: contoso.mail.cloud.example\n", "", "")]
    [InlineData(BehindOffice, "cloud", "    addresses: [192.0.2.10]\n", "", "write addresses: for filter")]
    [InlineData(Centralized, "office", "platform: exchange-online", "platform: causeway", "")]
    [InlineData(Centralized, "office", "certificate: mail.contoso.example", "public: no", "certificate: for office")]
    public void What_exchange_cannot_do_is_refused_with_what_to_write(
        string topology, string site, string old, string changed, string obstacle)
    {
        var result = Some.Render(Some.Topology(topology, old, changed), site);

        Assert.Equal(
            obstacle.Length > 0,
            result.Obstacles.Any(found => found.Contains(obstacle, StringComparison.Ordinal)));
    }

    [Fact]
    public void A_filter_without_addresses_is_skipped_as_the_last_one()
    {
        var topology = Some.Topology(Reference, "    addresses: [192.0.2.0/28, 203.0.113.7, 10.0.0.0/24]\n", "");

        var text = Some.Text(Some.Render(topology, "cloud"));

        Assert.Contains("    EFSkipLastIP = $true\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("EFSkipIPs", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("skip: none", "    EFSkipLastIP = $false\n", "EFSkipIPs")]
    [InlineData("skip: last", "    EFSkipLastIP = $true\n", "EFSkipIPs")]
    [InlineData("skip: 192.0.2.1", "    EFSkipIPs = @('192.0.2.1')\n", "EFUsers")]
    [InlineData("skip-for: ada@contoso.example", "    EFUsers = @('ada@contoso.example')\n", "EFSkipLastIP = $true")]
    public void What_the_file_skips_is_what_exchange_online_skips(string says, string expected, string not)
    {
        var topology = Some.Topology(Reference, "recipients: recipients.csv",
            $"recipients: recipients.csv\nconnectors: [{{ from: filter, to: cloud, {says} }}]");

        var text = Some.Text(Some.Render(topology, "cloud"));

        Assert.Contains(expected, text, StringComparison.Ordinal);
        Assert.DoesNotContain(not, text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_filter_known_by_its_addresses_locks_by_them()
    {
        var topology = Some.Topology(Reference, "recipients: recipients.csv",
            "recipients: recipients.csv\n"
            + "connectors:\n  - { from: filter, to: cloud, identify-by: address, tls: verified }");

        var text = Some.Text(Some.Render(topology, "cloud"));

        Assert.Contains("    RestrictDomainsToIPAddresses = $true\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("RestrictDomainsToCertificate", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_the_cloud_is_first_nothing_is_locked()
    {
        var topology = Some.Topology(
            Reference, "internet -> filter -> cloud -> office", "internet -> cloud -> office");

        var text = Some.Text(Some.Render(topology, "cloud"));

        Assert.DoesNotContain("RejectDirectSend", text, StringComparison.Ordinal);
        Assert.DoesNotContain("'Partner'", text, StringComparison.Ordinal);
    }

    [Fact]
    public void An_office_that_knows_its_neighbour_by_address_shuts_the_door_that_strangers_find()
    {
        var text = Some.Text(Some.Render(Some.Topology(Centralized), "office"));

        Assert.Contains(
            "PermissionGroups = @('ExchangeUsers', 'ExchangeServers', 'ExchangeLegacyServers')", text,
            StringComparison.Ordinal);
    }
}
