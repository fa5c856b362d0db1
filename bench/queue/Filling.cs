using System.Text;
using Causeway.Queue.Delivery;
using Causeway.Queue.Facts;
using Causeway.Queue.Spooling;
using Causeway.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Causeway.QueueBench;

/// <summary>Fills a spool as a site does whose next hop is down: each message is accepted, and waits.</summary>
internal static class Filling
{
    private const int Writers = 256;
    private static readonly byte[] Octets = Encoding.UTF8.GetBytes("Subject: wait\r\n\r\n" + new string('x', 1000));

    public static async Task RunAsync(string folder, int messages)
    {
        await using var spool = await OpenAsync(folder);
        using var scheduler = Scheduler(spool);
        using var stop = new CancellationTokenSource();
        var running = scheduler.RunAsync(stop.Token);
        var next = -1;
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(_ => Task.Run(async () =>
        {
            for (var i = Interlocked.Increment(ref next); i < messages; i = Interlocked.Increment(ref next))
            {
                await CommitAsync(spool, i);
            }
        })));
        await stop.CancelAsync();
        await running;
    }

    public static ValueTask<Spool> OpenAsync(string folder) => Spool.OpenAsync(
        new FolderDisk(folder), new SpoolOptions(), TimeProvider.System, NullLogger<Spool>.Instance, default);

    public static DeliveryScheduler Scheduler(Spool spool) => new(
        spool, new NobodyAnswers(), new HoldEverything(), new DeliveryOptions(), new Random(1), TimeProvider.System,
        NullLogger<DeliveryScheduler>.Instance);

    public static async Task CommitAsync(Spool spool, int number)
    {
        using var body = spool.BeginBody();
        await body.WriteAsync(Octets, default);
        var recipient = $"grace{number}@contoso.example";
        await spool.CommitAsync(body, new Accepted
        {
            At = TimeProvider.System.GetUtcNow(),
            Id = $"Q{number:D15}",
            TraceId = $"T{number:D25}",
            Organization = "contoso",
            Peer = new Peer($"192.0.2.{number % 250}:{10_000 + (number % 50_000)}", "filter", null, "TLS1.3"),
            From = $"sender{number}@fabrikam.example",
            Recipients = [recipient],
            MessageId = $"<{number}.{number}@fabrikam.example>",
            Subject = "A subject of ordinary length",
            Copies = [new Copy(0, DestinationKind.Site, "office", [recipient])],
            Hops = [new Hop("relay", recipient, "office", null, "1", "The mailbox is at office.")],
        }, default);
    }

    private sealed class NobodyAnswers : IDeliverer
    {
        public ValueTask<DeliveryReport> DeliverAsync(DeliveryJob job, CancellationToken ct) =>
            ValueTask.FromResult(new DeliveryReport(
                [.. job.Recipients.Select(one => new Result(one, Outcome.Deferred, "451 4.4.1 No answer"))], null)
            {
                IsUnreachable = true,
            });
    }
}
