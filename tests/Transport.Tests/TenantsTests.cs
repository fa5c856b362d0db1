using System.Collections.Immutable;
using System.Net;
using Causeway.Core;
using Causeway.Core.Addresses;
using Causeway.Core.Routing;
using Causeway.Core.Topology;
using Causeway.Transport.Forwarding;
using Causeway.Transport.Identity;
using System.Security.Cryptography.X509Certificates;

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
    public void A_domain_that_two_files_name_belongs_to_the_one_that_proves_it()
    {
        var domain = DomainName.Parse("contoso.example");
        var greedy = Northwind with { Domains = [.. Northwind.Domains, .. Some.Organization.Domains] };
        Assert.Null(Tenants.Conflict([greedy, Some.Organization], Some.Cloud));
        var (northwind, contoso) = (Tenant(greedy, northwinds), Tenant(Some.Organization, contosos));
        northwind.Snapshots.Change(snapshot => snapshot with { Unproved = [domain] });
        tenants.Replace([northwind, contoso]);
        Assert.Same(contoso, tenants.Of(domain));

        // Nobody's, and yet somebody has to say so.
        contoso.Snapshots.Change(snapshot => snapshot with { Unproved = [domain] });
        Assert.Same(northwind, tenants.Of(domain));
        northwind.Snapshots.Change(snapshot => snapshot with { Unproved = [] });
        Assert.Same(northwind, tenants.Of(domain));
    }

    [Fact]
    public void A_sub_domain_that_somebody_names_and_does_not_prove_stays_with_who_proved_what_is_above_it()
    {
        var below = DomainName.Parse("shop.northwind.example");
        var greedy = Some.Organization with
        {
            Domains =
            [
                .. Some.Organization.Domains,
                new AcceptedDomain { Name = below, Type = DomainType.Authoritative },
            ],
        };
        var contoso = Tenant(greedy, contosos);
        contoso.Snapshots.Change(snapshot => snapshot with { Unproved = [below] });
        tenants.Replace([contoso, tenants.Named("northwind")!]);

        Assert.Equal("northwind", tenants.Of(below)?.Organization.Name);
    }

    [Fact]
    public void Who_vouches_for_a_domain_takes_it_from_nobody()
    {
        var greedy = Northwind with
        {
            Domains = [.. Some.Organization.Domains.Select(domain => domain with { Verify = false })],
        };

        Assert.StartsWith(
            "contoso.example is claimed by contoso and by northwind",
            Tenants.Conflict([Some.Organization, greedy], Some.Cloud), StringComparison.Ordinal);
    }

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

    [Fact]
    public void A_routing_domain_takes_no_sub_domain_of_another_organization()
    {
        var below = DomainName.Parse("x.northwind.example");
        var greedy = Some.Organization with
        {
            Sites = [.. Some.Organization.Sites.Select(site => site with { RoutingDomain = below })],
        };

        Assert.StartsWith(
            "x.northwind.example of contoso is a sub-domain of northwind.example, which northwind claims",
            Tenants.Conflict([greedy, Northwind], Some.Cloud), StringComparison.Ordinal);
        Assert.NotNull(Tenants.Conflict([Northwind, greedy], Some.Cloud));
    }

    [Theory]
    [InlineData(true, true, false)]
    [InlineData(false, true, true)]
    [InlineData(true, false, true)]
    public void Who_vouches_for_a_domain_takes_no_sub_domain_and_none_above(
        bool verifiesAbove, bool verifiesBelow, bool isConflict)
    {
        var above = Northwind with
        {
            Domains = [.. Northwind.Domains.Select(domain => domain with { Verify = verifiesAbove })],
        };
        var below = Some.Organization with
        {
            Domains =
            [
                new AcceptedDomain
                {
                    Name = DomainName.Parse("shop.northwind.example"), Type = DomainType.Authoritative,
                    Verify = verifiesBelow,
                },
            ],
        };

        Assert.Equal(isConflict, Tenants.Conflict([below, above], Some.Cloud) is not null);
    }

    [Fact]
    public void What_is_replaced_is_in_force_for_whoever_asks_next_and_can_be_noticed()
    {
        var (generation, contoso) = (tenants.Generation, tenants.First);
        tenants.Replace([contoso]);
        Assert.NotSame(generation, tenants.Generation);
        Assert.Null(tenants.Named("northwind"));
        Assert.Null(tenants.Of(DomainName.Parse("northwind.example")));
        Assert.Equal((null, null), Attribute(northwinds, Northwind));
        Assert.Equal(("contoso", "office"), Attribute(contosos, Some.Organization));
    }

    [Fact]
    public void After_another_authority_the_leaves_of_the_old_one_are_nobodys()
    {
        using var another = OrganizationAuthority.Create("contoso", Clock);
        tenants.First.Renew(new SiteCertificates(
            another.Issue(Some.Organization, Some.Organization[Some.Cloud], Clock), null));
        tenants.Replace(tenants.All);
        Assert.Equal((null, null), Attribute(contosos, Some.Organization));
        Assert.Equal(("contoso", "office"), Attribute(another, Some.Organization));
    }

    [Fact]
    public void What_cannot_be_served_together_replaces_nothing()
    {
        var generation = tenants.Generation;
        Assert.Throws<ArgumentException>(() => tenants.Replace([tenants.First, tenants.First]));
        Assert.Same(generation, tenants.Generation);
    }

    [Theory]
    [InlineData("203.0.113.9", "office")]
    [InlineData("203.0.113.8", null)]
    public void An_address_identifies_a_neighbour_where_the_file_says_so_and_a_balancers_nobody(
        string address, string? site)
    {
        var office = IPNetwork.Parse("203.0.113.9/32");
        var byAddress = Northwind with
        {
            Sites =
            [
                .. Northwind.Sites.Select(one => one.Name == Some.Office
                    ? one with { Addresses = [office, IPNetwork.Parse("203.0.113.8/32")] }
                    : one with { Balancers = [IPNetwork.Parse("203.0.113.8/32")] }),
            ],
            Connectors =
            [
                .. Northwind.Connectors.Select(one => one with { IdentifyBy = IdentifyBy.Address }),
            ],
        };
        tenants.Replace([tenants.First, Tenant(byAddress, northwinds)]);
        var (tenant, origin) = tenants.Attribute(IPAddress.Parse(address), null, Clock);
        Assert.Equal(site, (origin as Origin.FromSite)?.Site.Value);
        Assert.Equal(site is null ? null : "northwind", tenant?.Organization.Name);
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
        new InForce<Snapshot>(new Snapshot(organization, new RecipientTable(ImmutableArray<Recipient>.Empty))),
        Some.Cloud,
        new SiteCertificates(authority.Issue(organization, organization[Some.Cloud], Clock), null),
        new RememberedSenders(), Clock);
}
