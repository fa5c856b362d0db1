using Causeway.Core.Topology;
using Causeway.Rendering.Import;

namespace Causeway.Rendering.Tests.Import;

/// <summary>What Exchange Online tells of itself, held against the file.</summary>
public sealed class ExchangeImportTests
{
    // As ConvertTo-Json writes it: more properties than one asks for, lists as lists, address spaces with type and
    // cost.
    private const string Export = """
        {
          "InboundConnectors": [
            { "Name": "From our filter", "Enabled": true, "ConnectorType": "Partner", "ConnectorSource": "Default",
              "SenderDomains": ["smtp:*;1"], "SenderIPAddresses": [], "RequireTls": true,
              "TlsSenderCertificateName": "mx.filter.example", "RestrictDomainsToCertificate": true,
              "RestrictDomainsToIPAddresses": false, "EFSkipLastIP": false,
              "EFSkipIPs": ["203.0.113.7", "192.0.2.0/28"], "EFUsers": [], "CloudServicesMailEnabled": false },
            { "Name": "Causeway: office to cloud", "Enabled": true, "ConnectorType": "OnPremises",
              "SenderDomains": ["smtp:*;1"], "RequireTls": true, "TlsSenderCertificateName": "mail.contoso.example",
              "CloudServicesMailEnabled": true }
          ],
          "OutboundConnectors": {
            "Name": "To the office", "Enabled": true, "ConnectorType": "OnPremises", "UseMXRecord": false,
            "RecipientDomains": ["CONTOSO.example", "old.contoso.example", "*.old.contoso.example"],
            "SmartHosts": ["[198.51.100.25]"], "TlsSettings": "DomainValidation", "TlsDomain": "mail.contoso.example",
            "CloudServicesMailEnabled": true },
          "AcceptedDomains": [
            { "Name": "contoso.example", "DomainName": "contoso.example", "DomainType": "Authoritative",
              "MatchSubDomains": false },
            { "Name": "Old", "DomainName": "old.contoso.example", "DomainType": "InternalRelay",
              "MatchSubDomains": true }
          ],
          "OrganizationConfig": { "Name": "contoso", "RejectDirectSend": true },
          "OutboundSpamPolicies": [ { "Name": "Default", "AutoForwardingMode": "Off" } ]
        }
        """;

    [Fact]
    public void What_is_as_the_file_asks_differs_in_nothing_whatever_the_connectors_are_called()
    {
        var result = Import(Export);

        Assert.Empty(result.Differences);
        Assert.Empty(result.Notes);
    }

    [Theory]
    [InlineData("RestrictDomainsToCertificate\": true", "RestrictDomainsToCertificate\": false",
        "inbound connector From our filter: RestrictDomainsToCertificate", "false", "true")]
    [InlineData("\"EFSkipIPs\": [\"203.0.113.7\", \"192.0.2.0/28\"],", "",
        "inbound connector From our filter: EFSkipIPs", "(not set)", "192.0.2.0/28, 203.0.113.7")]
    [InlineData("\"[198.51.100.25]\"", "\"old.contoso.example\", \"[198.51.100.25]\"",
        "outbound connector To the office: SmartHosts", "198.51.100.25, old.contoso.example", "198.51.100.25")]
    [InlineData("\"UseMXRecord\": false", "\"UseMXRecord\": true",
        "outbound connector To the office: UseMXRecord", "true", "false")]
    [InlineData("\"Authoritative\"", "\"InternalRelay\"",
        "accepted domain contoso.example: DomainType", "InternalRelay", "Authoritative")]
    [InlineData("\"RejectDirectSend\": true", "\"RejectDirectSend\": null",
        "organization: RejectDirectSend", "(not set)", "true")]
    [InlineData("\"AutoForwardingMode\": \"Off\"", "\"AutoForwardingMode\": \"Automatic\"",
        "outbound spam policy Default: AutoForwardingMode", "Automatic", "Off")]
    [InlineData("cloud\", \"Enabled\": true", "cloud\", \"Enabled\": false",
        "inbound connector Causeway: office to cloud: Enabled", "false", "true")]
    public void A_property_that_differs_is_told_with_its_reason(
        string old, string changed, string setting, string found, string wanted)
    {
        var difference = Assert.Single(Import(Replaced(old, changed)).Differences);

        Assert.Equal((setting, found, wanted), (difference.Setting, difference.Found, difference.Wanted));
        Assert.NotEmpty(difference.Why);
    }

    [Fact]
    public void A_connector_that_is_missing_and_one_that_is_not_asked_for_are_told()
    {
        var result = Import(Replaced("\"ConnectorType\": \"Partner\"", "\"ConnectorType\": \"OnPremises\""));

        Assert.Equal(
            [
                ("inbound connector Causeway: filter to cloud", "(missing)"),
                ("inbound connector From our filter", "enabled"),
            ],
            result.Differences.Select(difference => (difference.Setting, difference.Found)));
    }

    [Fact]
    public void A_list_of_connectors_alone_is_compared_and_the_rest_is_said_not_to_be()
    {
        var start = Export.IndexOf('[', StringComparison.Ordinal);
        var end = Export.IndexOf("\"OutboundConnectors\"", StringComparison.Ordinal);
        var list = Export[start..end].TrimEnd().TrimEnd(',');

        var result = Import(list);

        Assert.Empty(result.Differences);
        Assert.Equal(4, result.Notes.Length);
        Assert.All(result.Notes, note => Assert.StartsWith("not compared", note, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("Name : From our filter")]
    [InlineData("[1, 2]")]
    [InlineData("{\"InboundConnectors\": [")]
    public void What_is_no_export_is_unreadable(string json) =>
        Assert.Contains("cannot be read", Assert.Single(Import(json).Obstacles), StringComparison.Ordinal);

    [Fact]
    public void A_site_of_another_platform_is_refused()
    {
        var topology = Some.Topology("exchange");

        var result = Importer.ExchangeOnline(
            topology.Organization, topology.Recipients, SiteName.Parse("office"), Export);

        Assert.Contains("platform", Assert.Single(result.Obstacles), StringComparison.Ordinal);
    }

    private static ImportResult Import(string json)
    {
        var topology = Some.Topology("exchange");
        return Importer.ExchangeOnline(topology.Organization, topology.Recipients, SiteName.Parse("cloud"), json);
    }

    private static string Replaced(string old, string changed)
    {
        Assert.Contains(old, Export, StringComparison.Ordinal);
        return Export.Replace(old, changed, StringComparison.Ordinal);
    }
}
