using System.Diagnostics;
using System.Security.Cryptography;

namespace Causeway.SpoolBench;

/// <summary>One store under test: stores messages durably, and proves afterwards that each is there.</summary>
internal interface IStore : IAsyncDisposable
{
    ValueTask StoreAsync(int number, ReadOnlyMemory<byte> octets);

    /// <summary>The SHA-256 of every message that the store holds.</summary>
    IAsyncEnumerable<byte[]> HashesAsync();
}

/// <summary>What a run measured.</summary>
internal readonly record struct Measurement(double MessagesPerSecond, double P99Milliseconds);

/// <summary>A number of writers that store messages of 10 KB, each waiting until its own is durable.</summary>
internal static class Case
{
    public const int MessageOctets = 10_000;

    public static async Task<Measurement> RunAsync(IStore store, int writers, int messages)
    {
        var next = -1;
        var waits = new double[messages];
        var begun = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, writers).Select(_ => Task.Run(async () =>
        {
            for (var i = Interlocked.Increment(ref next); i < messages; i = Interlocked.Increment(ref next))
            {
                var octets = Message(i);
                var start = Stopwatch.GetTimestamp();
                await store.StoreAsync(i, octets);
                waits[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            }
        })));
        var seconds = Stopwatch.GetElapsedTime(begun).TotalSeconds;
        await VerifyAsync(store, messages);
        Array.Sort(waits);
        return new Measurement(messages / seconds, waits[(int)(messages * 0.99)]);
    }

    private static byte[] Message(int number)
    {
        var octets = new byte[MessageOctets];
        octets.AsSpan().Fill((byte)'x');
        BitConverter.TryWriteBytes(octets, number);
        return octets;
    }

    private static async Task VerifyAsync(IStore store, int messages)
    {
        var wanted = Enumerable.Range(0, messages)
            .Select(number => Convert.ToHexString(SHA256.HashData(Message(number)))).ToHashSet();
        await foreach (var hash in store.HashesAsync())
        {
            if (!wanted.Remove(Convert.ToHexString(hash)))
            {
                throw new InvalidDataException("The store holds a message twice, or one that was never stored.");
            }
        }

        if (wanted.Count > 0)
        {
            throw new InvalidDataException($"{wanted.Count} messages are missing.");
        }
    }
}
