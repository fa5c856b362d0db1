using System.Collections.Immutable;
using System.Net;
using System.Reflection;
using Causeway.Core.Addresses;
using Causeway.Core.Topology;

namespace Causeway.Core.Tests.Topology;

public sealed class TopologyDifferencesTests
{
    private static readonly Organization Before = Some.Organization();

    [Fact]
    public void A_model_and_the_same_read_again_do_not_differ() =>
        Assert.Empty(TopologyDifferences.Between(Before, Some.Organization()));

    [Fact]
    public void What_is_read_at_the_start_alone_is_said_to_wait_for_it()
    {
        var after = Before with
        {
            Sites =
            [
                .. Before.Sites.Select(site => site.Name == Some.Cloud
                    ? site with
                    {
                        Watch = new SiteWatching
                        {
                            Listen = IPEndPoint.Parse("127.0.0.1:9925"), Otlp = new Uri("http://127.0.0.1:4317"),
                        },
                        RoutingDomain = null,
                    }
                    : site),
            ],
        };

        Assert.Equal(
            [
                ("sites.cloud.routing-domain", false), ("sites.cloud.watch.listen", true),
                ("sites.cloud.watch.otlp", true),
            ],
            TopologyDifferences.Between(Before, after).Select(change => (change.Path, change.IsForNextStart)));
        Assert.Equal(
            "sites.cloud.watch.listen: none -> 127.0.0.1:9925 (at the next start)",
            new TopologyDifference("sites.cloud.watch.listen", null, "127.0.0.1:9925").ToString());
    }

    [Fact]
    public void Each_difference_says_where_it_is_and_what_was_there_before()
    {
        var after = Before with
        {
            Outage = TimeSpan.FromHours(36),
            ForwardingOutside = false,
            RemoteDomains = [new RemoteDomain { Name = "*", Forwarding = false }],
            Partners = [new Partner(DomainName.Parse("fabrikam.example"), "mx.fabrikam.example")],
            Authentication = new AuthenticationPolicy
            {
                Dmarc = DmarcHandling.Report, TrustedSealers = [DomainName.Parse("lists.example")],
            },
            Connectors =
            [
                .. Before.Connectors.Select(connector =>
                    connector.To == Some.Office
                    ? connector with
                    {
                        Tls = TlsLevel.Verified,
                        Skip = new Skip { Last = true, Addresses = [IPNetwork.Parse("192.0.2.0/24")] },
                    }
                    : connector),
            ],
            Sites =
            [
                .. Before.Sites.Select(site => site.Name == Some.Cloud
                    ? site with
                    {
                        Listen = [IPEndPoint.Parse("0.0.0.0:25"), IPEndPoint.Parse("[::]:25")],
                        RoutingDomain = null,
                        Limits = site.Limits with { Connections = 7 },
                    }
                    : site),
            ],
            Flow = Before.Flow with { Internal = [(Some.Office, Some.Cloud)] },
        };
        Assert.Equal(
            [
                "authentication.dmarc: honour -> report",
                "authentication.trusted-sealers: none -> lists.example",
                "connectors.cloud->office.skip.addresses: none -> 192.0.2.0/24",
                "connectors.cloud->office.skip.last: no -> yes",
                "connectors.cloud->office.tls: mutual -> verified",
                "flow.internal: office -> cloud, cloud -> office -> office -> cloud",
                "forwarding-outside: yes -> no",
                "outage: 1d -> 1d12h",
                "partners.fabrikam.example.certificate: none -> mx.fabrikam.example",
                "partners.fabrikam.example.domain: none -> fabrikam.example",
                "remote-domains.*.automatic-replies: none -> outside",
                "remote-domains.*.forwarding: none -> no",
                "remote-domains.*.name: none -> *",
                "remote-domains.*.notices: none -> yes",
                "sites.cloud.limits.connections: 5000 -> 7",
                "sites.cloud.listen: none -> 0.0.0.0:25, [::]:25",
                "sites.cloud.routing-domain: contoso.mail.cloud.example -> none",
            ],
            TopologyDifferences.Between(Before, after).Select(difference => difference.ToString()));
    }

    [Fact]
    public void A_site_that_is_gone_is_told_with_all_that_it_had()
    {
        var after = Before with { Sites = [.. Before.Sites.Where(site => site.Name != Some.Filter)] };
        var gone = TopologyDifferences.Between(Before, after);
        Assert.Contains("sites.filter.kind: filter -> none", gone.Select(difference => difference.ToString()));
        Assert.All(gone, difference => Assert.StartsWith("sites.filter.", difference.Path, StringComparison.Ordinal));
    }

    [Fact]
    public void The_path_of_a_webhook_is_no_secret_of_the_logs_and_its_change_is_seen()
    {
        var (one, other) = (At("https://alerts.example/hush"), At("https://alerts.example/other"));
        var difference = Assert.Single(TopologyDifferences.Between(one, other));
        const string Url = @"https://alerts.example/... \([0-9a-f]{8}\)";
        Assert.Matches($"^alerts.webhook: {Url} -> {Url}$", difference.ToString());
        Assert.DoesNotContain("hush", difference.ToString(), StringComparison.Ordinal);

        static Organization At(string url) => Before with { Alerts = new AlertPolicy { Webhook = new Uri(url) } };
    }

    /// <summary>No property of the model may be forgotten: what nobody compares changes without a word.</summary>
    [Fact]
    public void Every_property_of_a_site_is_compared()
    {
        var site = Before.Sites[0];
        foreach (var property in typeof(Site).GetProperties().Where(property => property.CanWrite))
        {
            var changed = site with { };
            property.SetValue(changed, Other(property, property.GetValue(site)));
            var after = Before with { Sites = [changed, .. Before.Sites.Skip(1)] };
            Assert.NotEmpty(TopologyDifferences.Between(Before, after));
        }
    }

    private static object? Other(PropertyInfo property, object? value) => value switch
    {
        bool flag => !flag,
        TimeSpan time => time + TimeSpan.FromSeconds(1),
        SiteName => SiteName.Parse("other"),
        Enum choice => Enum.ToObject(choice.GetType(), 1 - Convert.ToInt32(choice, null)),
        QueuePolicy policy => policy with { PerDestination = 1 },
        SiteWatching => new SiteWatching { Listen = IPEndPoint.Parse("127.0.0.1:1") },
        OutboundPools pools => pools with { Relay = [IPAddress.Loopback] },
        SiteLimits limits => limits with { Connections = 1 },
        ImmutableArray<IPNetwork> => ImmutableArray.Create(IPNetwork.Parse("203.0.113.0/24")),
        ImmutableArray<IPEndPoint> => ImmutableArray.Create(IPEndPoint.Parse("127.0.0.1:1")),
        ImmutableArray<string> => ImmutableArray.Create("other.example"),
        _ when property.PropertyType == typeof(string) => "other.example",
        _ when property.PropertyType == typeof(DomainName?) => DomainName.Parse("other.example"),
        _ when property.PropertyType == typeof(CertificateFiles) => new CertificateFiles("a", "b"),
        _ => throw new NotSupportedException($"Say what else {property.Name} could be."),
    };
}
