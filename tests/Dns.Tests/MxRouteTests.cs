using System.Net;
using Causeway.Core.Addresses;
using Causeway.Core.Replies;

namespace Causeway.Dns.Tests;

/// <summary>RFC 5321 section 5.1, RFC 7505, and the guard against addresses of the inside.</summary>
public sealed class MxRouteTests
{
    private static readonly MailHostOptions Us = new()
    {
        OwnNames = ["mail.us.example"],
        OwnAddresses = [IPAddress.Parse("198.51.100.25")],
    };

    private static readonly FakeZone Zone = new()
    {
        Mx =
        {
            ["plain.example"] = ["20 b.plain.example", "10 a.plain.example"],
            ["null.example"] = ["0 ."],
            ["null-beside-others.example"] = ["0 .", "10 a.plain.example"],
            ["we-are-second.example"] =
                ["10 a.plain.example", "20 mail.us.example", "20 b.plain.example", "30 c.example"],
            ["we-are-best.example"] = ["10 MAIL.us.example.", "20 b.plain.example"],
            ["our-address.example"] = ["5 a.plain.example", "10 other-name.example", "20 b.plain.example"],
            ["inside.example"] = ["10 inside.hosts.example"],
            ["inside-and-out.example"] = ["10 inside.hosts.example", "20 a.plain.example"],
            ["dangling.example"] = ["10 gone.plain.example"],
            ["half-faulty.example"] = ["10 faulty.hosts.example", "20 b.plain.example"],
            ["faulty-hosts.example"] = ["10 faulty.hosts.example", "20 gone.plain.example"],
            ["canonical.example"] = ["10 a.plain.example"],
        },
        Addresses =
        {
            ["a.plain.example"] = ["192.0.2.1", "2001:db8::1"],
            ["b.plain.example"] = ["192.0.2.2"],
            ["c.example"] = ["192.0.2.3"],
            ["other-name.example"] = ["198.51.100.25"],
            ["no-mx.example"] = ["192.0.2.9"],
            ["no-mx-but-us.example"] = ["198.51.100.25"],
            ["inside.hosts.example"] =
            [
                "127.0.0.1", "::1", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0",
                "224.0.0.1", "255.255.255.255", "::", "fe80::1", "fd00::1", "ff02::1", "::ffff:10.0.0.1",
                "64:ff9b::7f00:1",
            ],
            ["loopback.example"] = ["127.0.0.10", "10.0.0.1"],
        },
        Txt = { ["text-only.example"] = ["v=spf1 -all"] },
        Cname = { ["alias.example"] = "canonical.example" },
        Faults = { "broken.example", "faulty.hosts.example" },
    };

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("plain.example", "a 192.0.2.1, a 2001:db8::1, b 192.0.2.2")]
    [InlineData("no-mx.example", "no-mx.example 192.0.2.9")]
    [InlineData("alias.example", "a 192.0.2.1, a 2001:db8::1")]
    [InlineData("null-beside-others.example", "a 192.0.2.1, a 2001:db8::1")]
    [InlineData("we-are-second.example", "a 192.0.2.1, a 2001:db8::1")]
    [InlineData("our-address.example", "a 192.0.2.1, a 2001:db8::1")]
    [InlineData("inside-and-out.example", "a 192.0.2.1, a 2001:db8::1")]
    [InlineData("half-faulty.example", "b 192.0.2.2")]
    [InlineData("[192.0.2.77]", "[192.0.2.77] 192.0.2.77")]
    [InlineData("[IPv6:2001:db8::77]", "[ipv6:2001:db8::77] 2001:db8::77")]
    public async Task Hosts_in_order(string domain, string expected)
    {
        var found = Assert.IsType<MxRoute.Found>(await Find(domain, Us));
        var text = string.Join(", ", found.Hosts.Select(host => $"{host.Name} {host.Address}"))
            .Replace(".plain.example", "", StringComparison.Ordinal);
        Assert.Equal(expected, text);
    }

    [Theory]
    [InlineData("null.example", Reason.NullMx, 556)]
    [InlineData("nowhere.example", Reason.DomainNotFound, 550)]
    [InlineData("broken.example", Reason.NoUsableHost, 451)]
    [InlineData("faulty-hosts.example", Reason.NoUsableHost, 451)]
    [InlineData("text-only.example", Reason.NoMailHost, 550)]
    [InlineData("dangling.example", Reason.NoMailHost, 550)]
    [InlineData("inside.example", Reason.NoMailHost, 550)]
    [InlineData("loopback.example", Reason.NoMailHost, 550)]
    [InlineData("[127.0.0.1]", Reason.NoMailHost, 550)]
    [InlineData("we-are-best.example", Reason.LoopsBack, 554)]
    [InlineData("no-mx-but-us.example", Reason.LoopsBack, 554)]
    [InlineData("[198.51.100.25]", Reason.LoopsBack, 554)]
    public async Task No_host_and_why(string domain, Reason reason, int code)
    {
        var none = Assert.IsType<MxRoute.NotFound>(await Find(domain, Us));
        Assert.Equal((reason, code), (none.Reason, none.Reply.Code));
    }

    [Fact]
    public async Task In_the_lab_loopback_counts_as_public_and_nothing_else_of_the_inside_does()
    {
        var lab = Us with { LoopbackCountsAsPublic = true };
        var found = Assert.IsType<MxRoute.Found>(await Find("loopback.example", lab));
        Assert.Equal([new MailHost("loopback.example", IPAddress.Parse("127.0.0.10"))], found.Hosts);
    }

    [Fact]
    public async Task In_the_lab_our_own_loopback_address_is_still_a_loop()
    {
        var lab = new MailHostOptions { LoopbackCountsAsPublic = true, OwnAddresses = [IPAddress.Parse("127.0.0.10")] };
        Assert.Equal(Reason.LoopsBack, Assert.IsType<MxRoute.NotFound>(await Find("loopback.example", lab)).Reason);
    }

    [Fact]
    public async Task Equals_come_in_random_order_and_never_before_a_better_preference()
    {
        var zone = new FakeZone
        {
            Mx = { ["many.example"] = ["10 x.example", "10 y.example", "10 z.example", "5 best.example"] },
            Addresses =
            {
                ["x.example"] = ["192.0.2.1"], ["y.example"] = ["192.0.2.2"], ["z.example"] = ["192.0.2.3"],
                ["best.example"] = ["192.0.2.4"],
            },
        };
        var hosts = new MailHosts(zone, Us, new Random(7));
        var seconds = new HashSet<string>();
        for (var i = 0; i < 100; i++)
        {
            var found = Assert.IsType<MxRoute.Found>(await hosts.FindAsync(DomainName.Parse("many.example"), Ct));
            Assert.Equal("best.example", found.Hosts[0].Name);
            seconds.Add(found.Hosts[1].Name);
        }

        Assert.Equal(["x.example", "y.example", "z.example"], seconds.Order());
    }

    private static async Task<MxRoute> Find(string domain, MailHostOptions options) =>
        await new MailHosts(Zone, options, new Random(1)).FindAsync(DomainName.Parse(domain), Ct);
}
