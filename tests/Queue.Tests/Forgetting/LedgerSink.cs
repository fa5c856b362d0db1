using System.Collections.Immutable;
using System.Security.Cryptography;
using Causeway.Ledger.Forgetting;
using Causeway.Queue.Delivery;
using Causeway.Queue.Facts;
using Causeway.Queue.Spooling;

namespace Causeway.Queue.Tests.Forgetting;

/// <summary>
/// Takes the mail of all runs of a site and never forgets. A recipient is deferred some times and then accepted, or
/// refused for good, by the seed; an answer that was given once is given again.
/// </summary>
internal sealed class LedgerSink(int seed)
{
    private readonly Dictionary<(string, string), int> tries = [];

    /// <summary>Each 250, with the number of the run in which it was given.</summary>
    public List<Receipt> Receipts { get; } = [];

    /// <summary>Octets that the spool promised and could not hand out.</summary>
    public List<string> Damages { get; } = [];

    public IDeliverer In(int run, ForgetfulDisk disk, Spool spool) => new Door(this, run, disk, spool);

    private Result Answer(DeliveryJob job, string recipient, int run, string hash)
    {
        var key = (job.Message.Id, recipient);
        var attempt = tries[key] = tries.GetValueOrDefault(key) + 1;
        var script = new Random(unchecked((seed * 31) + (key.Id[^1] * 7) + recipient[0]));
        if (attempt <= script.Next(3))
        {
            return new Result(recipient, Outcome.Deferred, "451 4.3.0 Later");
        }

        if (script.Next(8) == 0)
        {
            return new Result(recipient, Outcome.Held, "550 5.1.1 Nobody");
        }

        Receipts.Add(new Receipt(job.Message.Id, recipient, hash, run, job.Attempt));
        return job.Copy.Kind == DestinationKind.Mailbox
            ? new Result(recipient, Outcome.Delivered, "250 2.1.5 Stored")
            : new Result(recipient, Outcome.Relayed, "250 2.0.0 Ok");
    }

    private async ValueTask<DeliveryReport> TakeAsync(
        DeliveryJob job, int run, ForgetfulDisk disk, Spool spool, CancellationToken ct)
    {
        using var sum = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        try
        {
            await foreach (var piece in spool.ReadAsync(job.Message, ct))
            {
                sum.AppendData(piece.Span);
            }
        }
        catch (Exception fault) when (fault is not CrashException && !disk.Down.IsCompleted)
        {
            disk.WhileUp(() => Damages.Add($"{job.Message.Id}: {fault.Message}"));
            throw;
        }

        var hash = Convert.ToHexString(sum.GetHashAndReset());
        await Task.Yield();
        var results = ImmutableArray<Result>.Empty;
        disk.WhileUp(() => results = [.. job.Recipients.Select(recipient => Answer(job, recipient, run, hash))]);
        return new DeliveryReport(results, null);
    }

    internal sealed record Receipt(string Id, string Recipient, string Hash, int Run, int Attempt);

    private sealed class Door(LedgerSink sink, int run, ForgetfulDisk disk, Spool spool) : IDeliverer
    {
        public ValueTask<DeliveryReport> DeliverAsync(DeliveryJob job, CancellationToken ct) =>
            sink.TakeAsync(job, run, disk, spool, ct);
    }
}
