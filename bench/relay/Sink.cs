using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace Causeway.RelayBench;

/// <summary>
/// The next hop: takes every message, hashes it from the client's first octet on, and keeps number, hash and time. It
/// ends when it has all of them, or when nothing came for a while.
/// </summary>
internal sealed class Sink(int warmUp, int messages)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly byte[]?[] hashes = new byte[warmUp + messages][];
    private readonly TaskCompletionSource complete = new();
    private int distinct;
    private int duplicates;
    private int strange;
    private long lastAt;

    public async Task<SinkReport> RunAsync(IPEndPoint listen, string hashFile)
    {
        using var listener = new Socket(listen.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        listener.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        listener.Bind(listen);
        listener.Listen(512);
        Console.WriteLine("ready");
        _ = AcceptAsync(listener);
        lastAt = Stopwatch.GetTimestamp();
        while (!complete.Task.IsCompleted && Stopwatch.GetElapsedTime(Volatile.Read(ref lastAt)) < Patience)
        {
            await Task.WhenAny(complete.Task, Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System));
        }

        await using var file = File.Create(hashFile);
        foreach (var hash in hashes)
        {
            await file.WriteAsync(hash ?? new byte[SHA256.HashSizeInBytes]);
        }

        return new SinkReport(distinct, duplicates, strange, lastAt);
    }

    private async Task AcceptAsync(Socket listener)
    {
        while (true)
        {
            var socket = await listener.AcceptAsync();
            socket.NoDelay = true;
            _ = ServeAsync(socket);
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        var buffer = new byte[64 << 10];
        var session = new SinkSession(Take);
        try
        {
            await socket.SendAsync("220 sink ESMTP\r\n"u8.ToArray());
            var filled = 0;
            while (!session.IsOver)
            {
                if (filled == buffer.Length)
                {
                    Array.Resize(ref buffer, buffer.Length * 2);
                }

                var read = await socket.ReceiveAsync(buffer.AsMemory(filled));
                if (read == 0)
                {
                    return;
                }

                filled += read;
                var taken = session.Take(buffer.AsSpan(0, filled));
                buffer.AsSpan(taken, filled - taken).CopyTo(buffer);
                filled -= taken;
                if (session.Replies.Length > 0)
                {
                    await socket.SendAsync(Encoding.Latin1.GetBytes(session.Replies.ToString()));
                    session.Replies.Clear();
                }
            }
        }
        catch (SocketException)
        {
            // The peer broke off; a message without its final dot does not count.
        }
        finally
        {
            socket.Dispose();
        }
    }

    // The hash is taken over the wire's octets: both relays double the dots of the same lines.
    private void Take(ReadOnlySpan<byte> wire)
    {
        var top = wire.IndexOf(BenchMessage.Top);
        var id = top < 0 ? -1 : BenchMessage.IdOf(wire[top..]);
        if (id < 0 || id >= hashes.Length)
        {
            Interlocked.Increment(ref strange);
            return;
        }

        if (Interlocked.CompareExchange(ref hashes[id], SHA256.HashData(wire[top..]), null) is not null)
        {
            Interlocked.Increment(ref duplicates);
            return;
        }

        Volatile.Write(ref lastAt, Stopwatch.GetTimestamp());
        if (Interlocked.Increment(ref distinct) == hashes.Length)
        {
            complete.TrySetResult();
        }
    }
}

/// <summary>What the sink saw; the time is that of the last message, on the machine's clock.</summary>
internal sealed record SinkReport(int Distinct, int Duplicates, int Strange, long LastAt);
