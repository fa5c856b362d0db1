using System.Net;
using System.Net.Sockets;
using System.Text;
using Causeway.Smtp.Server;
using Microsoft.Extensions.Logging.Abstractions;

namespace Causeway.Smtp.Tests.Server;

/// <summary>What another configuration does to a server that runs, and to the sessions that it has.</summary>
public sealed class ChangeTests : IAsyncDisposable
{
    private readonly FakePolicy policy = new();
    private readonly SmtpServer server;
    private readonly SmtpServerOptions options = new()
    {
        HostName = "old.test", Listeners = [new SmtpListener(new IPEndPoint(IPAddress.Loopback, 0), ListenerKind.Mta)],
    };

    public ChangeTests() =>
        server = new SmtpServer(options, policy, NullLoggerFactory.Instance, TimeProvider.System);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Fact]
    public async Task A_session_goes_on_under_the_limits_that_it_began_with_and_the_next_has_the_new_ones()
    {
        await server.StartAsync(Ct);
        using var before = await Talk.ConnectAsync(server.EndPoints[0]);
        await server.ChangeAsync(options with { HostName = "new.test", Limits = new() { MessageSize = 4096 } }, Ct);
        Assert.Contains("SIZE 52428800", await before.EhloAsync(), StringComparison.Ordinal);
        using var after = await Talk.ConnectAsync(server.EndPoints[0]);
        Assert.StartsWith("220 new.test", after.Greeting, StringComparison.Ordinal);
        Assert.Contains("SIZE 4096", await after.EhloAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_session_goes_on_where_its_endpoint_is_listened_on_no_longer()
    {
        await server.StartAsync(Ct);
        var old = server.EndPoints[0];
        using var before = await Talk.ConnectAsync(old);
        var added = new SmtpListener(new IPEndPoint(IPAddress.Parse("127.0.0.2"), 0), ListenerKind.Mta);
        await server.ChangeAsync(options with { Listeners = [added] }, Ct);
        using var after = await Talk.ConnectAsync(server.EndPoints[0]);
        Assert.Equal(IPAddress.Parse("127.0.0.2"), server.EndPoints[0].Address);
        await Assert.ThrowsAsync<SocketException>(() => Talk.ConnectAsync(old));
        Assert.StartsWith("250", await before.EhloAsync(), StringComparison.Ordinal);
        Assert.StartsWith("250", await after.EhloAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_endpoint_that_cannot_be_had_leaves_everything_as_it_was()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        await server.StartAsync(Ct);
        var (old, free) = (server.EndPoints[0], new IPEndPoint(IPAddress.Parse("127.0.0.3"), server.EndPoints[0].Port));
        var listeners = new[] { free, (IPEndPoint)taken.LocalEndpoint }
            .Select(endPoint => new SmtpListener(endPoint, ListenerKind.Mta));
        var fault = await Assert.ThrowsAsync<IOException>(() =>
            server.ChangeAsync(options with { HostName = "new.test", Listeners = [.. listeners] }, Ct));
        Assert.Contains(taken.LocalEndpoint.ToString()!, fault.Message, StringComparison.Ordinal);
        Assert.Equal([old], server.EndPoints);
        await Assert.ThrowsAsync<SocketException>(() => Talk.ConnectAsync(free));
        using var session = await Talk.ConnectAsync(old);
        Assert.StartsWith("220 old.test", session.Greeting, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_is_listened_on_by_IPv4_and_by_IPv6_each_for_itself()
    {
        await server.StartAsync(Ct);
        var both = new[] { IPAddress.Any, IPAddress.IPv6Any }
            .Select(address => new SmtpListener(new IPEndPoint(address, 0), ListenerKind.Mta)).ToList();
        await server.ChangeAsync(options with { Listeners = [both[0]] }, Ct);
        var same = server.EndPoints[0].Port;
        var six = new SmtpListener(new IPEndPoint(IPAddress.IPv6Any, same), ListenerKind.Mta);
        await server.ChangeAsync(options with { Listeners = [both[0], six] }, Ct);
        using var byFour = await Talk.ConnectAsync(new IPEndPoint(IPAddress.Loopback, same));
        using var bySix = await Talk.ConnectAsync(new IPEndPoint(IPAddress.IPv6Loopback, same));
        Assert.Equal(
            [IPAddress.Loopback, IPAddress.IPv6Loopback], policy.Peers.Select(peer => peer.Remote.Address));
    }

    private sealed class Talk : IDisposable
    {
        private readonly TcpClient client;
        private readonly StreamReader reader;

        private Talk(TcpClient client)
        {
            this.client = client;
            reader = new StreamReader(client.GetStream(), Encoding.UTF8);
        }

        public string Greeting { get; private set; } = "";

        public static async Task<Talk> ConnectAsync(IPEndPoint endPoint)
        {
            var client = new TcpClient(endPoint.AddressFamily);
            try
            {
                await client.ConnectAsync(endPoint, Ct);
                var talk = new Talk(client);
                talk.Greeting = await talk.LineAsync();
                return talk;
            }
            catch
            {
                client.Dispose();
                throw;
            }
        }

        public async Task<string> EhloAsync()
        {
            await client.GetStream().WriteAsync("EHLO c.test\r\n"u8.ToArray(), Ct);
            var reply = new StringBuilder();
            string line;
            do
            {
                line = await LineAsync();
                reply.AppendLine(line);
            }
            while (line.Length > 3 && line[3] == '-');
            return reply.ToString();
        }

        public void Dispose()
        {
            reader.Dispose();
            client.Dispose();
        }

        private async Task<string> LineAsync() => await reader.ReadLineAsync(Ct) ?? "";
    }
}
