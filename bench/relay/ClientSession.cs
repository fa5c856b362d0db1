using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Causeway.RelayBench;

/// <summary>One connection of the client; it pipelines as far as RFC 2920 allows.</summary>
internal sealed class ClientSession : IDisposable
{
    private static readonly byte[] Hello = "EHLO mx.filter.example\r\n"u8.ToArray();
    private static readonly byte[] Quit = "QUIT\r\n"u8.ToArray();
    private static readonly byte[][] Envelopes = [.. Enumerable.Range(0, 10).Select(user => System.Text.Encoding.UTF8
        .GetBytes($"MAIL FROM:<alice@fabrikam.example>\r\nRCPT TO:<user{user}@contoso.example>\r\nDATA\r\n"))];

    private readonly Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)
    {
        NoDelay = true,
    };

    private readonly byte[] message = new byte[BenchMessage.WireOctets];
    private readonly byte[] input = new byte[4096];
    private int filled;

    /// <summary>False where the peer did not take the session.</summary>
    public async Task<bool> OpenAsync(IPAddress source, IPEndPoint target)
    {
        // Many short connections from few addresses: the kernel is to choose the port when it knows the peer.
        socket.SetRawSocketOption(0, 24, BitConverter.GetBytes(1));
        socket.Bind(new IPEndPoint(source, 0));
        await socket.ConnectAsync(target);
        if (await ReadRepliesAsync(1) != 2)
        {
            return false;
        }

        await socket.SendAsync(Hello);
        return await ReadRepliesAsync(1) == 2;
    }

    /// <summary>Sends a message; false where the peer refused it or the connection.</summary>
    public async ValueTask<bool> SendAsync(int id, List<double> waits)
    {
        BenchMessage.Write(id, message);
        await socket.SendAsync(Envelopes[id % Envelopes.Length]);
        if (await ReadRepliesAsync(3) != 3)
        {
            return false;
        }

        for (var sent = 0; sent < message.Length;)
        {
            sent += await socket.SendAsync(message.AsMemory(sent));
        }

        var sentAt = Stopwatch.GetTimestamp();
        if (await ReadRepliesAsync(1) != 2)
        {
            return false;
        }

        waits.Add(Stopwatch.GetElapsedTime(sentAt).TotalMilliseconds);
        return true;
    }

    public async Task CloseAsync()
    {
        try
        {
            await socket.SendAsync(Quit);
            await ReadRepliesAsync(1);
        }
        catch (SocketException)
        {
            // The peer was faster in closing.
        }

        Dispose();
    }

    public void Dispose() => socket.Dispose();

    /// <summary>
    /// Reads so many replies; the first digit of the last one, or of the first that is none of 2xx and 3xx.
    /// </summary>
    private async ValueTask<int> ReadRepliesAsync(int count)
    {
        while (true)
        {
            while (TakeReply() is { } code)
            {
                if (code is not 2 and not 3)
                {
                    return code;
                }

                if (--count == 0)
                {
                    return code;
                }
            }

            var read = await socket.ReceiveAsync(input.AsMemory(filled));
            if (read == 0)
            {
                return 0;
            }

            filled += read;
        }
    }

    private int? TakeReply()
    {
        var rest = input.AsSpan(0, filled);
        while (rest.IndexOf((byte)'\n') is >= 0 and var end)
        {
            var line = rest[..end];
            rest = rest[(end + 1)..];
            if (line.Length < 4 || line[3] != (byte)'-')
            {
                int code = line[0] - '0';
                rest.CopyTo(input);
                filled = rest.Length;
                return code;
            }
        }

        return null;
    }
}
