using System.Text;
using Causeway.Queue.Delivery;
using Causeway.Queue.Facts;
using Causeway.Queue.Spooling;
using Causeway.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Causeway.Queue.Tests;

/// <summary>Things that tests need and do not care about.</summary>
internal static class Some
{
    public static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>Retries that come to the minute.</summary>
    public static readonly DeliveryOptions Options = new() { Schedule = RetrySchedule.Default with { Jitter = 0 } };

    public static Accepted Message(string id, params Copy[] copies) => new()
    {
        At = Noon,
        Id = id,
        TraceId = "trace-" + id,
        Organization = "contoso",
        Peer = new Peer("127.0.0.101:40000", null, null, null),
        From = "alice@fabrikam.example",
        Recipients = [.. copies.SelectMany(copy => copy.Recipients)],
        MessageId = $"<{id}@fabrikam.example>",
        Copies = [.. copies],
        Hops = [],
    };

    public static Copy ToInternet(int number, string domain, params string[] recipients) =>
        new(number, DestinationKind.Internet, domain, [.. recipients]);

    public static byte[] Octets(int length, int seed = 1)
    {
        var octets = new byte[length];
        new Random(seed).NextBytes(octets);
        return octets;
    }

    public static ValueTask<Spool> SpoolAsync(IDisk disk, SpoolOptions? options = null, TimeProvider? clock = null) =>
        Spool.OpenAsync(
            disk, options ?? new SpoolOptions(), clock ?? TimeProvider.System, NullLogger<Spool>.Instance,
            TestContext.Current.CancellationToken);

    public static async Task<Accepted> CommitAsync(Spool spool, Accepted message, byte[]? octets = null)
    {
        using var body = spool.BeginBody();
        await body.WriteAsync(octets ?? Encoding.UTF8.GetBytes("Subject: hello\r\n\r\nHello.\r\n"), default);
        return await spool.CommitAsync(body, message, default);
    }

    public static async Task<byte[]> ReadAsync(Spool spool, Accepted message)
    {
        using var target = new MemoryStream();
        await spool.CopyToAsync(message, target, default);
        return target.ToArray();
    }

    public static async Task<List<Fact>> HistoryAsync(Spool spool)
    {
        var facts = new List<Fact>();
        await foreach (var fact in spool.ReadHistoryAsync(default))
        {
            facts.Add(fact);
        }

        return facts;
    }
}
