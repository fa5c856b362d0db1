using System.Collections.Immutable;
using Causeway.Core;
using Causeway.Core.Addresses;
using Causeway.Core.Replies;
using Causeway.Mailboxes;
using Causeway.Queue.Delivery;
using Causeway.Queue.Facts;
using Causeway.Queue.Spooling;
using Causeway.Transport.AutomaticReplies;

namespace Causeway.Transport.Delivering;

/// <summary>Puts a message into mailboxes of this site; one that fails is tried again, the others are not.</summary>
internal sealed class LocalDelivery(
    Tenants tenants, MailboxStore mailboxes, Spool spool, AutomaticReplier replier, Action<MailboxFilling> filling)
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
        var snapshot = tenants.Named(job.Message.Organization)?.Snapshot;
        MailboxResult result;
        try
        {
            result = await mailboxes.TryDeliverAsync(
                new MailboxDelivery
                {
                    Address = address,
                    QueueId = job.Message.Id,
                    Copy = job.Copy.Number,
                    Attempt = job.Attempt,
                    ReversePath = from,
                    AcceptedAt = job.Message.At,
                    Quota = snapshot?.Owner(address)?.Quota,
                    Size = job.Message.Size,
                    Octets = spool.ReadAsync(job.Message, ct),
                },
                ct).ConfigureAwait(false);
        }
        catch (IOException fault)
        {
            return new Result(recipient, Outcome.Deferred, $"{ReplyTable.For(Reason.MailboxFault)} ({fault.Message})");
        }

        switch (result)
        {
            case MailboxResult.Full full:
                filling(new MailboxFilling(job.Message.Organization, address, full.Usage));
                return new Result(
                    recipient, Outcome.Held, $"{ReplyTable.For(Reason.MailboxFull)} ({Words(full.Usage)})");
            case MailboxResult.Stored stored:
                if (stored.Usage is { } usage)
                {
                    filling(new MailboxFilling(job.Message.Organization, address, usage));
                }

                await replier.DeliveredAsync(job.Message, address, ct).ConfigureAwait(false);
                return new Result(recipient, Outcome.Delivered, $"250 2.1.5 Stored as {stored.Id}");
            default:
                return new Result(
                    recipient, Outcome.Deferred, $"{ReplyTable.For(Reason.MailboxFault)} (its room is being counted)");
        }
    }

    private static string Words(MailboxUsage usage) =>
        $"it holds {Sizes.Print(usage.Octets)} of {Sizes.Print(usage.Quota)}";
}
