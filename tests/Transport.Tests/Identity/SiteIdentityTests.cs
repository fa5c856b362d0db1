using System.Net;
using System.Security.Cryptography.X509Certificates;
using Causeway.Core.Routing;
using Causeway.Core.Topology;
using Causeway.Transport.Identity;
using Microsoft.Extensions.Time.Testing;

namespace Causeway.Transport.Tests.Identity;

public sealed class SiteIdentityTests : IDisposable
{
    private static readonly IPAddress Anywhere = IPAddress.Parse("203.0.113.1");

    private readonly string folder = Directory.CreateTempSubdirectory("causeway-identity-").FullName;
    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero));

    [Fact]
    public void A_leaf_of_the_authority_attributes_its_site()
    {
        using var authority = OrganizationAuthority.Create("contoso", clock);
        using var office = Issue(authority, Some.Office);

        Assert.Equal(
            new Origin.FromSite("contoso", Some.Office, IdentifyBy.Certificate), Attribute(office.Leaf, authority));
    }

    [Fact]
    public void A_self_made_certificate_with_the_same_name_attributes_nobody()
    {
        using var authority = OrganizationAuthority.Create("contoso", clock);
        using var imposter = OrganizationAuthority.Create("contoso", clock);
        using var office = Issue(imposter, Some.Office);

        Assert.IsType<Origin.Stranger>(Attribute(office.Leaf, authority));
    }

    [Fact]
    public void A_leaf_serves_for_90_days_and_not_a_day_longer()
    {
        using var authority = OrganizationAuthority.Create("contoso", clock);
        using var office = Issue(authority, Some.Office);

        clock.Advance(TimeSpan.FromDays(89));
        Assert.IsType<Origin.FromSite>(Attribute(office.Leaf, authority));
        clock.Advance(TimeSpan.FromDays(2));
        Assert.IsType<Origin.Stranger>(Attribute(office.Leaf, authority));
    }

    [Fact]
    public void Two_leaves_of_one_site_are_accepted_at_once()
    {
        using var authority = OrganizationAuthority.Create("contoso", clock);
        using var old = Issue(authority, Some.Office);
        clock.Advance(TimeSpan.FromDays(60));
        using var renewed = Issue(authority, Some.Office);

        Assert.IsType<Origin.FromSite>(Attribute(old.Leaf, authority));
        Assert.IsType<Origin.FromSite>(Attribute(renewed.Leaf, authority));
    }

    [Fact]
    public void What_is_saved_is_private_and_reads_back()
    {
        using var authority = OrganizationAuthority.Create("contoso", clock);
        var path = Path.Combine(folder, "office.pem");
        using (var office = Issue(authority, Some.Office))
        {
            office.Save(path);
        }

        using var loaded = SiteIdentity.Load(path);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        Assert.True(loaded.Leaf.HasPrivateKey);
        Assert.IsType<Origin.FromSite>(Attribute(loaded.Leaf, authority));
        Assert.Equal(authority.TraceKey.Digest("x"), loaded.TraceKey.Digest("x"));
    }

    [Fact]
    public void An_authority_that_is_saved_and_loaded_issues_leaves_of_the_same_root()
    {
        var path = Path.Combine(folder, "authority.pem");
        using var authority = OrganizationAuthority.Create("contoso", clock);
        authority.Save(path);

        using var loaded = OrganizationAuthority.Load(path);
        using var office = Issue(loaded, Some.Office);

        Assert.IsType<Origin.FromSite>(Attribute(office.Leaf, authority));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private Origin Attribute(X509Certificate2 leaf, OrganizationAuthority authority) => Attribution.Attribute(
        Some.Organization, Some.Cloud, PeerProof.Of(Anywhere, leaf, authority.Certificate, clock));

    private SiteIdentity Issue(OrganizationAuthority authority, SiteName site) =>
        authority.Issue(Some.Organization, Some.Organization[site], clock);
}
