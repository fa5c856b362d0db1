using System.Net;
using Causeway.Dns.Wire;
using Microsoft.Extensions.Time.Testing;

namespace Causeway.Dns.Tests.Wire;

/// <summary>Whom the resolver asks first.</summary>
public sealed class DnsServersTests
{
    private static readonly IPEndPoint One = new(IPAddress.Parse("192.0.2.1"), 53);
    private static readonly IPEndPoint Two = new(IPAddress.Parse("192.0.2.2"), 53);

    [Fact]
    public void The_one_that_answered_last_is_asked_first()
    {
        var servers = new DnsServers([One, Two], new FakeTimeProvider());
        Assert.Equal([One, Two], servers.InOrder());
        servers.Answered(Two);
        Assert.Equal([Two, One], servers.InOrder());
        servers.Answered(One);
        Assert.Equal([One, Two], servers.InOrder());
    }

    [Fact]
    public void Where_none_is_given_the_systems_are_asked_or_this_machine()
    {
        var servers = new DnsServers([], new FakeTimeProvider()).InOrder();
        Assert.InRange(servers.Length, 1, 3);
        Assert.All(servers, server => Assert.Equal(53, server.Port));
    }
}
