using System.Collections.Immutable;
using Causeway.Core.Addresses;
using Causeway.Core.Replies;
using Causeway.Mailboxes;
using Causeway.Queue.Delivery;
using Causeway.Queue.Facts;
using Causeway.Queue.Spooling;
using Causeway.Transport.AutomaticReplies;

namespace Causeway.Transport.Delivering;

/// <summary>Puts a message into mailboxes of this site; one that fails is tried again, the others are not.</summary>
internal sealed class LocalDelivery(MailboxStore mailboxes, Spool spool, AutomaticReplier replier)
{
    public async ValueTask<DeliveryReport> DeliverAsync(DeliveryJob job, CancellationToken ct)
    {
        var from = ReversePath.Parse(job.Message.From);
        var results = ImmutableArray.CreateBuilder<Result>(job.Recipients.Length);
        foreach (var recipient in job.Recipients)
        {
            results.Add(await DeliverAsync(job, from, recipient, ct).ConfigureAwait(false));
        }

        return new DeliveryReport(results.MoveToImmutable(), null);
    }

    private async ValueTask<Result> DeliverAsync(
        DeliveryJob job, ReversePath from, string recipient, CancellationToken ct)
    {
        var address = EmailAddress.Parse(recipient);
        string id;
        try
        {
            id = await mailboxes.DeliverAsync(
                new MailboxDelivery
                {
                    Address = address,
                    QueueId = job.Message.Id,
                    Copy = job.Copy.Number,
                    Attempt = job.Attempt,
                    ReversePath = from,
                    AcceptedAt = job.Message.At,
                    Octets = spool.ReadAsync(job.Message, ct),
                },
                ct).ConfigureAwait(false);
        }
        catch (IOException fault)
        {
            return new Result(recipient, Outcome.Deferred, $"{ReplyTable.For(Reason.MailboxFault)} ({fault.Message})");
        }

        await replier.DeliveredAsync(job.Message, address, ct).ConfigureAwait(false);
        return new Result(recipient, Outcome.Delivered, $"250 2.1.5 Stored as {id}");
    }
}
