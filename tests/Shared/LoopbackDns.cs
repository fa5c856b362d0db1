using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Causeway.Dns.Zones;

namespace Causeway.Shared;

/// <summary>
/// A real DNS server on loopback, by UDP and TCP: it has a literal zone file, and lies where <see cref="Faults"/> says
/// so. Answers of more than 512 octets are cut by UDP. For a test project: link the files of this folder, refer to Dns.
/// </summary>
public sealed class LoopbackDns : IAsyncDisposable
{
    private const int UdpLength = 512;

    private readonly ZoneFile zone;
    private readonly UdpClient udp;
    private readonly TcpListener tcp;
    private readonly CancellationTokenSource stopping = new();
    private readonly Task serving;

    public LoopbackDns(string zone, IPAddress? address = null)
    {
        this.zone = ZoneFile.Read("literal", zone, origin: null);
        if (this.zone.Errors.Length > 0)
        {
            throw new FormatException(string.Join('\n', this.zone.Errors));
        }

        (udp, tcp) = Listen(address ?? IPAddress.Loopback);
        serving = Task.WhenAll(ServeUdpAsync(), ServeTcpAsync());
    }

    public IPEndPoint EndPoint => (IPEndPoint)udp.Client.LocalEndPoint!;

    /// <summary>What was asked so far.</summary>
    public ConcurrentQueue<DnsQuery> Queries { get; } = new();

    /// <summary>By name, what is sent instead of the true answer: messages, one after the other, or none.</summary>
    public ConcurrentDictionary<string, Func<DnsQuery, byte[][]>> Faults { get; } = new();

    /// <summary>The true answer.</summary>
    public DnsReply TrueReply(DnsQuery query)
    {
        var set = zone.Records.Where(record => record.Owner == query.Name
            && (DnsReply.TypeOf(record.Type) == query.Type || record.Type == "CNAME")).Select(Line).ToArray();
        var exists = zone.Records.Any(record =>
            record.Owner == query.Name || record.Owner.EndsWith('.' + query.Name, StringComparison.Ordinal));
        var authority = zone.Records.Where(record => record.Type == "SOA"
            && (query.Name == record.Owner || query.Name.EndsWith('.' + record.Owner, StringComparison.Ordinal)))
            .Select(Line).ToArray();
        return new DnsReply(query)
        {
            Code = exists ? 0 : 3, Answers = set, Authorities = set.Length > 0 ? [] : authority,
        };
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        udp.Dispose();
        tcp.Dispose();
        await serving;
        stopping.Dispose();
    }

    private static string Line(ZoneRecord record) => string.Join(' ',
    [
        $"{record.Owner}.", $"{record.TimeToLive.TotalSeconds}", record.Type,
        .. record.Content.Select((field, i) => record.Type switch
        {
            "TXT" => $"\"{field}\"",
            "MX" or "SRV" when i == record.Content.Length - 1 => field + '.',
            "NS" or "CNAME" or "PTR" => field + '.',
            "SOA" when i < 2 => field + '.',
            _ => field,
        }),
    ]);

    private static (UdpClient Udp, TcpListener Tcp) Listen(IPAddress address)
    {
        // The same port must be free for both.
        while (true)
        {
            var tcp = new TcpListener(address, 0);
            tcp.Start();
            try
            {
                return (new UdpClient((IPEndPoint)tcp.LocalEndpoint), tcp);
            }
            catch (SocketException)
            {
                tcp.Dispose();
            }
        }
    }

    private byte[][] Answer(DnsQuery query)
    {
        Queries.Enqueue(query);
        if (Faults.TryGetValue(query.Name, out var fault))
        {
            return fault(query);
        }

        var reply = TrueReply(query);
        var octets = reply.Octets();
        return octets.Length > UdpLength && !query.IsByTcp
            ? [(reply with { IsTruncated = true, Answers = [], Authorities = [] }).Octets()]
            : [octets];
    }

    private async Task ServeUdpAsync()
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                var received = await udp.ReceiveAsync(stopping.Token);
                foreach (var octets in Answer(new DnsQuery(received.Buffer, received.RemoteEndPoint, IsByTcp: false)))
                {
                    await udp.SendAsync(octets, received.RemoteEndPoint, stopping.Token);
                }
            }
            catch (Exception fault) when (fault is SocketException or OperationCanceledException
                or ObjectDisposedException)
            {
                // A client that is gone, or the end.
            }
        }
    }

    private async Task ServeTcpAsync()
    {
        var prefix = new byte[2];
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                using var client = await tcp.AcceptTcpClientAsync(stopping.Token);
                var stream = client.GetStream();
                await stream.ReadExactlyAsync(prefix, stopping.Token);
                var query = new byte[(prefix[0] << 8) | prefix[1]];
                await stream.ReadExactlyAsync(query, stopping.Token);
                foreach (var octets in Answer(
                    new DnsQuery(query, (IPEndPoint)client.Client.RemoteEndPoint!, IsByTcp: true)))
                {
                    await stream.WriteAsync(
                        (byte[])[(byte)(octets.Length >> 8), (byte)octets.Length, .. octets], stopping.Token);
                }
            }
            catch (Exception fault) when (fault is SocketException or IOException or OperationCanceledException
                or ObjectDisposedException)
            {
                // A client that is gone, or the end.
            }
        }
    }
}
