using Causeway.Core.Addresses;
using Causeway.Core.Envelopes;
using Causeway.Core.Topology;
using Causeway.Mail;
using Causeway.Queue.Facts;
using Causeway.Transport.Notices;
using Causeway.Transport.Receiving;

namespace Causeway.Transport.AutomaticReplies;

/// <summary>
/// Answers for the owners of mailboxes (RFC 3834): at the mailbox's home, after the message is in it, with a null
/// reverse-path, once to each correspondent. A reply that cannot be sent changes nothing of the delivery.
/// </summary>
public sealed class AutomaticReplier(SiteService service, AnsweredCorrespondents answered)
{
    /// <summary>A message was put into the mailbox of a recipient.</summary>
    public async ValueTask DeliveredAsync(Accepted message, EmailAddress recipient, CancellationToken ct)
    {
        try
        {
            if (service.Tenants.Named(message.Organization) is { } tenant
                && tenant.Snapshot.Owner(recipient) is { HoldsMail: true, AutomaticReply: { } reply } owner
                && reply.IsActive(service.Clock.GetUtcNow()))
            {
                await AnswerAsync(tenant, message, owner, reply, ct).ConfigureAwait(false);
            }
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            Log.AutomaticReplyFailed(service.Logger, message.Id, recipient.ToString(), fault);
        }
    }

    private async ValueTask AnswerAsync(
        Tenant tenant, Accepted message, Recipient owner, AutomaticReply reply, CancellationToken ct)
    {
        var from = ReversePath.Parse(message.From);
        if (from.Address is not { } sender
            || reply.TextFor(Which(tenant.Organization, sender.Domain)) is not { } text)
        {
            return;
        }

        var original = await OriginalMessage.ReadAsync(service.Spool, message, ct).ConfigureAwait(false);
        if (Correspondent.Silence(from, owner, original.Header) is not null)
        {
            return;
        }

        var now = service.Clock.GetUtcNow();
        var isFirst = await answered.TryAddAsync(tenant.Organization.Name, owner.Address, sender, reply, now)
            .ConfigureAwait(false);
        if (isFirst)
        {
            var id = service.QueueIds.Next();
            var answer = new ReplyMessage
            {
                Id = id, From = owner.Address, To = sender, At = now, Subject = reply.Subject, Text = text,
                Original = original.Header,
            };
            await SendAsync(tenant, message, answer, ct).ConfigureAwait(false);
        }
    }

    private async ValueTask SendAsync(Tenant tenant, Accepted message, ReplyMessage answer, CancellationToken ct)
    {
        // RFC 3834 section 3.3: to the reverse-path, under a null one, so that nothing answers an answer.
        var envelope = Envelope.Plain(ReversePath.Null, [answer.To]) with
        {
            NeedsUtf8 = !System.Text.Ascii.IsValid(answer.To.ToString())
                || !System.Text.Ascii.IsValid(answer.From.ToString()),
        };
        var refusal = await OwnMail.SubmitAsync(service, tenant, envelope, answer.Write(), answer.Id, null, ct)
            .ConfigureAwait(false);
        if (refusal is null)
        {
            Log.AutomaticReplySent(service.Logger, message.Id, answer.Id, answer.From.ToString(), answer.To.ToString());
        }
        else
        {
            Log.AutomaticReplyNotRouted(service.Logger, message.Id, answer.To.ToString(), refusal.ToString());
        }
    }

    private static ReplyText Which(Organization organization, DomainName domain) =>
        organization.IsOurs(domain) ? ReplyText.Inside : organization.Remote(domain).AutomaticReplies;
}
