using System.Net;
using Causeway.Smtp.Server;

namespace Causeway.Smtp.Tests.Server;

public sealed class BalancerTests
{
    private readonly FakePolicy policy = new();

    [Fact]
    public void A_connection_of_a_balancer_is_that_of_whom_its_header_names()
    {
        var session = Open("192.0.2.1/32");
        session.Play("S: silence");
        session.Send("PROXY TCP4 203.0.113.5 192.0.2.25 51000 25\r\n");
        session.Play("S: 220");
        session.Send("EHLO client.example\r\n");
        Assert.Equal(new IPEndPoint(IPAddress.Parse("203.0.113.5"), 51000), Assert.Single(policy.Peers).Remote);
        Assert.Contains("ehlo client.example", policy.Calls);
    }

    [Fact]
    public void A_balancer_that_says_nothing_of_it_gets_no_session()
    {
        var session = Open("192.0.2.0/24");
        session.Send("EHLO client.example\r\n");
        session.Play("S: closed");
        Assert.Empty(policy.Peers);
    }

    [Fact]
    public void A_balancer_that_is_silent_is_waited_for_no_longer_than_5_seconds()
    {
        var session = Open("192.0.2.1/32");
        session.Send("PROXY TCP4 ");
        session.Time.Advance(TimeSpan.FromSeconds(4));
        session.Play("S: silence");
        session.Time.Advance(TimeSpan.FromSeconds(1));
        session.Play("S: closed");
        Assert.Empty(policy.Peers);
    }

    [Fact]
    public void Nobody_else_may_say_who_it_is()
    {
        var session = Open("192.0.2.2/32");
        session.Play("S: 220");
        session.Send("PROXY TCP4 203.0.113.5 192.0.2.25 51000 25\r\n");
        session.Play("S: 500");
        Assert.Equal(IPAddress.Parse("192.0.2.1"), Assert.Single(policy.Peers).Remote.Address);
    }

    [Fact]
    public void The_connections_of_an_address_are_counted_behind_a_balancer_too()
    {
        var options = Options("192.0.2.1/32") with { Limits = new() { ConnectionsPerAddress = 1 } };
        var counts = new ConnectionCounts();
        var sessions = ((string[])["203.0.113.5", "203.0.113.6", "203.0.113.5"]).Select(address =>
        {
            var session = new InMemorySession(policy, options, counts: counts);
            session.Send($"PROXY TCP4 {address} 192.0.2.25 51000 25\r\n");
            return session.NextLine()[..3];
        });
        Assert.Equal(["220", "220", "421"], sessions);
    }

    private InMemorySession Open(string balancer) => new(policy, Options(balancer));

    private static SmtpServerOptions Options(string balancer) =>
        new() { HostName = "mx.test", Balancers = [IPNetwork.Parse(balancer)] };
}
