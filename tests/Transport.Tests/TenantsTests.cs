using System.Collections.Immutable;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using Causeway.Core.Addresses;
using Causeway.Core.Routing;
using Causeway.Core.Topology;
using Causeway.Transport.Identity;

namespace Causeway.Transport.Tests;

public sealed class TenantsTests : IDisposable
{
    private static readonly TimeProvider Clock = TimeProvider.System;
    private static readonly IPAddress Somewhere = IPAddress.Parse("198.51.100.99");

    private static readonly Organization Northwind = Some.Organization with
    {
        Name = "northwind",
        Domains =
        [
            new AcceptedDomain
            {
                Name = DomainName.Parse("northwind.example"), Type = DomainType.Authoritative, SubDomains = true,
            },
        ],
        Sites = [.. Some.Organization.Sites.Select(site => site with { Host = $"northwind.{site.Host}", Mx = [] })],
    };

    private readonly OrganizationAuthority contosos = OrganizationAuthority.Create("contoso", Clock);
    private readonly OrganizationAuthority northwinds = OrganizationAuthority.Create("northwind", Clock);
    private readonly Tenants tenants;

    public TenantsTests() => tenants = new Tenants(
        [Tenant(Some.Organization, contosos), Tenant(Northwind, northwinds)], Some.Cloud);

    public void Dispose()
    {
        contosos.Dispose();
        northwinds.Dispose();
    }

    [Theory]
    [InlineData("contoso.example", "contoso")]
    [InlineData("northwind.example", "northwind")]
    [InlineData("a.b.northwind.example", "northwind")]
    [InlineData("a.contoso.example", null)]
    [InlineData("example", null)]
    public void A_domain_belongs_to_the_organization_that_covers_it(string domain, string? organization) =>
        Assert.Equal(organization, tenants.Of(DomainName.Parse(domain))?.Organization.Name);

    [Fact]
    public void A_site_is_one_of_the_organization_whose_authority_vouches_for_it()
    {
        Assert.Equal(("contoso", "office"), Attribute(contosos, Some.Organization));
        Assert.Equal(("northwind", "office"), Attribute(northwinds, Northwind));
    }

    [Fact]
    public void An_authority_cannot_vouch_for_a_site_of_another_organization() =>
        Assert.Equal((null, null), Attribute(contosos, Northwind));

    [Theory]
    [InlineData("cloud.example", "contoso")]
    [InlineData("NORTHWIND.cloud.example", "northwind")]
    [InlineData("who.example", "contoso")]
    [InlineData(null, "contoso")]
    public void The_certificate_is_that_of_the_organization_whose_host_was_asked_for(
        string? host, string organization) =>
        Assert.Contains(
            $"O={organization}", tenants.CertificateFor(host).TargetCertificate.Subject, StringComparison.Ordinal);

    [Fact]
    public void A_routing_domain_is_claimed_as_an_accepted_one_is()
    {
        var greedy = Northwind with
        {
            Sites =
            [
                .. Northwind.Sites.Select(site => site.Name == Some.Cloud
                    ? site with { RoutingDomain = DomainName.Parse("contoso.example") }
                    : site),
            ],
        };

        Assert.StartsWith(
            "contoso.example is claimed by contoso and by northwind",
            Tenants.Conflict([Some.Organization, greedy], Some.Cloud), StringComparison.Ordinal);
        Assert.Null(Tenants.Conflict([Some.Organization, Northwind], Some.Cloud));
    }

    private (string? Organization, string? Site) Attribute(OrganizationAuthority authority, Organization organization)
    {
        using var identity = authority.Issue(organization, organization[Some.Office], Clock);
        using var shown = X509CertificateLoader.LoadCertificate(identity.Leaf.RawData);
        var (tenant, origin) = tenants.Attribute(Somewhere, shown, Clock);
        var site = origin as Origin.FromSite;
        Assert.Equal(site?.Organization, tenant?.Organization.Name);
        return (site?.Organization, site?.Site.Value);
    }

    private static Tenant Tenant(Organization organization, OrganizationAuthority authority) => new(
        new SnapshotSource(new Snapshot(organization, new RecipientTable(ImmutableArray<Recipient>.Empty))),
        Some.Cloud, authority.Issue(organization, organization[Some.Cloud], Clock));
}
