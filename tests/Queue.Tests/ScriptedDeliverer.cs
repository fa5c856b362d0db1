using System.Collections.Concurrent;
using Causeway.Queue.Delivery;
using Causeway.Queue.Facts;

namespace Causeway.Queue.Tests;

/// <summary>Answers each attempt by a script, and remembers the attempts in their order.</summary>
internal sealed class ScriptedDeliverer(Func<DeliveryJob, CancellationToken, ValueTask<Outcome>> script) : IDeliverer
{
    private int together;

    public ConcurrentQueue<DeliveryJob> Jobs { get; } = [];

    public int MostTogether { get; private set; }

    public static ScriptedDeliverer Always(Outcome outcome) => new((_, _) => ValueTask.FromResult(outcome));

    public async ValueTask<DeliveryReport> DeliverAsync(DeliveryJob job, CancellationToken ct)
    {
        Jobs.Enqueue(job);
        lock (Jobs)
        {
            MostTogether = Math.Max(MostTogether, ++together);
        }

        try
        {
            var outcome = await script(job, ct);
            return new DeliveryReport([.. job.Recipients.Select(r => new Result(r, outcome, "250 2.0.0 Ok"))], null);
        }
        finally
        {
            lock (Jobs)
            {
                together--;
            }
        }
    }
}
