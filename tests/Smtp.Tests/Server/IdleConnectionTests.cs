using System.Net;
using System.Net.Sockets;
using System.Text;
using Causeway.Smtp.Server;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Causeway.Smtp.Tests.Server;

/// <summary>Over loopback, under fake time; alone, since it weighs the heap that all tests share.</summary>
[Collection(nameof(AloneCollection))]
public sealed class IdleConnectionTests
{
    private const int Idle = 1000;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_thousand_idle_connections_cost_little_leave_room_for_others_and_end_by_421()
    {
        var time = new FakeTimeProvider();
        var policy = new FakePolicy();
        await using var server = await StartAsync(policy, time);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var clients = new List<Socket>();
        try
        {
            for (var i = 0; i < Idle; i++)
            {
                clients.Add(await ConnectAsync(server));
                Assert.StartsWith("220", await ReadAsync(clients[^1]), StringComparison.Ordinal);
            }

            var each = (GC.GetTotalMemory(forceFullCollection: true) - before) / Idle;
            TestContext.Current.TestOutputHelper?.WriteLine($"{each} octets a connection");
            Assert.True(each < 64 * 1024, $"{each} octets a connection");
            using var another = await ConnectAsync(server);
            await ReadAsync(another);
            await another.SendAsync(
                "HELO c.test\r\nMAIL FROM:<>\r\nRCPT TO:<a@b.test>\r\nDATA\r\nx\r\n.\r\nQUIT\r\n"u8.ToArray(), Ct);
            another.Shutdown(SocketShutdown.Send);
            Assert.EndsWith("221 2.0.0 Bye\r\n", await ReadToEndAsync(another), StringComparison.Ordinal);
            Assert.Equal(["x\r\n"], policy.Stored);

            time.Advance(TimeSpan.FromMinutes(6));
            foreach (var client in clients)
            {
                Assert.StartsWith("421 4.4.2", await ReadToEndAsync(client), StringComparison.Ordinal);
            }
        }
        finally
        {
            clients.ForEach(client => client.Dispose());
        }
    }

    [Fact]
    public async Task A_half_closed_connection_is_answered_and_closed()
    {
        var policy = new FakePolicy();
        await using var server = await StartAsync(policy, new FakeTimeProvider());
        using var client = await ConnectAsync(server);
        await client.SendAsync("HELO c.test\r\nMAIL FROM:<>\r\nRCPT TO:<a@b.test>\r\nDATA\r\nhalf"u8.ToArray(), Ct);
        client.Shutdown(SocketShutdown.Send);
        Assert.Contains("\r\n354 ", await ReadToEndAsync(client), StringComparison.Ordinal);
        Assert.Empty(policy.Stored);
    }

    private static async Task<SmtpServer> StartAsync(FakePolicy policy, TimeProvider time)
    {
        var options = new SmtpServerOptions
        {
            HostName = "mx.test",
            Listeners = [new SmtpListener(new IPEndPoint(IPAddress.Loopback, 0), ListenerKind.Mta)],
            Limits = new() { ConnectionsPerAddress = 2 * Idle },
        };
        var server = new SmtpServer(options, policy, NullLoggerFactory.Instance, time);
        await server.StartAsync(Ct);
        return server;
    }

    private static async Task<Socket> ConnectAsync(SmtpServer server)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(server.EndPoints[0], Ct);
        return socket;
    }

    private static async Task<string> ReadAsync(Socket socket)
    {
        var block = new byte[512];
        return Encoding.Latin1.GetString(block, 0, await socket.ReceiveAsync(block, Ct));
    }

    private static async Task<string> ReadToEndAsync(Socket socket)
    {
        var all = "";
        for (string block; (block = await ReadAsync(socket)).Length > 0;)
        {
            all += block;
        }

        return all;
    }
}
