using System.Collections.Immutable;
using System.Net;
using Causeway.Core.Routing;
using Causeway.Core.Topology;

namespace Causeway.Core.Tests.Routing;

public sealed class AttributionTests
{
    private static readonly IPAddress Elsewhere = IPAddress.Parse("203.0.113.9");
    private static readonly IPAddress OfficeAddress = IPAddress.Parse("198.51.100.25");

    [Fact]
    public void A_certificate_of_the_organization_names_the_site() =>
        Assert.Equal(Some.From(Some.Office), At(Some.Cloud, Elsewhere, Certificate("causeway:contoso/office")));

    [Fact]
    public void A_site_along_no_arrow_is_nobody() =>
        Assert.IsType<Origin.Stranger>(At(Some.Office, Elsewhere, Certificate("causeway:contoso/filter")));

    [Fact]
    public void A_certificate_of_another_organization_is_nobody() =>
        Assert.IsType<Origin.Stranger>(At(Some.Cloud, Elsewhere, Certificate("causeway:woodgrove/office")));

    [Fact]
    public void The_name_alone_is_nothing_without_the_organizations_authority() =>
        Assert.IsType<Origin.Stranger>(At(Some.Cloud, Elsewhere,
            Certificate("causeway:contoso/office") with { IsOfOrganization = false }));

    [Fact]
    public void A_certificate_that_does_not_verify_does_not_fall_through_to_the_address()
    {
        var organization = Some.Organization(connectors: ByAddress);
        var bad = Certificate("causeway:contoso/office") with { IsVerified = false };

        Assert.IsType<Origin.Stranger>(
            Attribution.Attribute(organization, Some.Cloud, new PeerIdentity(OfficeAddress, bad)));
        Assert.Equal(Some.From(Some.Office, IdentifyBy.Address),
            Attribution.Attribute(organization, Some.Cloud, new PeerIdentity(OfficeAddress, null)));
    }

    [Fact]
    public void A_shared_range_identifies_nobody()
    {
        var organization = Some.Organization(connectors: ByAddress, sites: site =>
            site with { Addresses = [IPNetwork.Parse("198.51.100.0/24")] });

        Assert.IsType<Origin.Stranger>(
            Attribution.Attribute(organization, Some.Cloud, new PeerIdentity(OfficeAddress, null)));
    }

    [Theory]
    [InlineData("mx.filter.example", true)]
    [InlineData("*.filter.example", true)]
    [InlineData("*.example", false)]
    [InlineData("mx.filter.example.evil.example", false)]
    public void A_public_name_identifies_by_exact_name_or_one_wildcard_label(string presented, bool isFilter)
    {
        var organization = Some.Organization(connectors: connector =>
            connector.From == Some.Filter ? connector with { Certificate = "mx.filter.example" } : connector);
        var peer = new PeerIdentity(Elsewhere, new PresentedCertificate(true, false, [], [presented]));

        Assert.Equal(isFilter, Attribution.Attribute(organization, Some.Cloud, peer) is Origin.FromSite);
    }

    [Fact]
    public void A_connector_that_trusts_nobody_attributes_to_nobody()
    {
        var organization = Some.Organization(connectors: connector => connector with { Trust = Trust.Nobody });

        Assert.IsType<Origin.Stranger>(Attribution.Attribute(
            organization, Some.Cloud, new PeerIdentity(Elsewhere, Certificate("causeway:contoso/office"))));
    }

    private static Connector ByAddress(Connector connector) =>
        connector.From == Some.Office ? connector with { IdentifyBy = IdentifyBy.Address } : connector;

    private static PresentedCertificate Certificate(string uri) => new(true, true, [uri], []);

    private static Origin At(SiteName here, IPAddress address, PresentedCertificate? certificate) =>
        Attribution.Attribute(Some.Organization(), here, new PeerIdentity(address, certificate));
}
