using System.Buffers;
using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace Causeway.Dns.Wire;

/// <summary>
/// One question to one server: by UDP, and by TCP where the answer was cut (RFC 7766 section 5) or somebody guesses.
/// </summary>
internal static class DnsExchange
{
    // More than a duplicate or a late answer: somebody guesses ids. By TCP nobody does.
    private const int MaximumStrays = 16;

    private const int ReceiveLength = 4096;

    /// <exception cref="SocketException">The server cannot be reached.</exception>
    /// <exception cref="IOException">It ended the connection.</exception>
    /// <exception cref="FormatException">It answered with what is no answer.</exception>
    public static async Task<DnsMessage> AskAsync(IPEndPoint server, DnsQuestion question, CancellationToken ct)
    {
        var answer = await AskAsync(server, question, isExtended: true, ct).ConfigureAwait(false);

        // RFC 6891 section 7: a server that does not know EDNS says so, or that it cannot read the query.
        return answer.Code is DnsMessage.FormatError or DnsMessage.NotImplemented
            ? await AskAsync(server, question, isExtended: false, ct).ConfigureAwait(false)
            : answer;
    }

    private static async Task<DnsMessage> AskAsync(
        IPEndPoint server, DnsQuestion question, bool isExtended, CancellationToken ct)
    {
        var answer = await AskByUdpAsync(server, question, isExtended, ct).ConfigureAwait(false);
        return answer is null or { IsTruncated: true }
            ? await AskByTcpAsync(server, question, isExtended, ct).ConfigureAwait(false)
            : answer;
    }

    // Null where an answer to be believed is to be had by TCP only.
    private static async Task<DnsMessage?> AskByUdpAsync(
        IPEndPoint server, DnsQuestion question, bool isExtended, CancellationToken ct)
    {
        // RFC 5452 section 9.2: a fresh port, drawn by the kernel, and a fresh id for each query. The socket is
        // connected, so that the kernel drops what another address or port sends.
        using var socket = new Socket(server.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        await socket.ConnectAsync(server, ct).ConfigureAwait(false);
        var id = NewId();
        await socket.SendAsync(question.Query(id, isExtended), ct).ConfigureAwait(false);
        var buffer = ArrayPool<byte>.Shared.Rent(ReceiveLength);
        try
        {
            for (var strays = 0; strays < MaximumStrays; strays++)
            {
                var length = await socket.ReceiveAsync(buffer, ct).ConfigureAwait(false);
                if (question.IsAnsweredBy(buffer.AsSpan(0, length), id))
                {
                    return ReadOrNull(buffer.AsSpan(0, length));
                }
            }

            return null;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static DnsMessage? ReadOrNull(ReadOnlySpan<byte> octets)
    {
        try
        {
            return DnsMessage.Read(octets);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static async Task<DnsMessage> AskByTcpAsync(
        IPEndPoint server, DnsQuestion question, bool isExtended, CancellationToken ct)
    {
        using var socket = new Socket(server.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(server, ct).ConfigureAwait(false);
        var stream = new NetworkStream(socket, ownsSocket: false);
        await using (stream.ConfigureAwait(false))
        {
            // RFC 1035 section 4.2.2: two octets of length before each message; in one piece (RFC 7766 section 8).
            var id = NewId();
            var query = question.Query(id, isExtended);
            await stream.WriteAsync((byte[])[(byte)(query.Length >> 8), (byte)query.Length, .. query], ct)
                .ConfigureAwait(false);
            var prefix = new byte[2];
            await stream.ReadExactlyAsync(prefix, ct).ConfigureAwait(false);
            var answer = new byte[BinaryPrimitives.ReadUInt16BigEndian(prefix)];
            await stream.ReadExactlyAsync(answer, ct).ConfigureAwait(false);
            WireReader.Check(question.IsAnsweredBy(answer, id), "an answer to another question");
            var message = DnsMessage.Read(answer);
            WireReader.Check(!message.IsTruncated, "an answer that was cut, by TCP");
            return message;
        }
    }

    private static ushort NewId() => (ushort)RandomNumberGenerator.GetInt32(ushort.MaxValue + 1);
}
