using System.Collections.Immutable;
using System.Text;
using Causeway.Core.Envelopes;
using Causeway.Core.Routing;
using Causeway.Mail;
using Causeway.Queue.Facts;
using Hop = Causeway.Queue.Facts.Hop;

namespace Causeway.Transport.Receiving;

/// <summary>Puts a message at the end of its journey into the words of the log.</summary>
internal static class AcceptedFact
{
    public static Accepted Of(Incoming message, Peer peer)
    {
        ImmutableArray<string> given = [.. message.Recipients.Select(recipient => recipient.Address.ToString())];
        var options = Options(message, given);
        return new Accepted
        {
            At = message.At,
            Id = message.QueueId,
            TraceId = message.TraceId,
            Organization = message.Snapshot.Organization.Name,
            Peer = peer,
            From = message.From.ToString(),
            Recipients = given,
            EnvelopeId = message.Envelope.EnvelopeId,
            Return = message.Envelope.Return,
            NeedsUtf8 = message.Envelope.NeedsUtf8 && HoldsUtf8(message),
            Options = options.IsEmpty ? null : options,
            Judged = message.Judged,
            Signatures = message.Signatures,
            MessageId = message.Header.TextOf("Message-ID"u8),
            Subject = message.Header.TextOf("Subject"u8),
            Copies = Copies.Of(given, message.Decisions),
            Hops = [.. message.Decisions.SelectMany(decision => decision.Hops).Select(hop => new Hop(
                hop.Action.ToString().ToLowerInvariant(), hop.Recipient.ToString(), hop.Next?.ToString(),
                hop.Reply?.ToString(), hop.Rule, hop.Why))],
        };
    }

    /// <summary>
    /// The recipients that are expanded here and whose sender wants to hear of success. The group answers for its
    /// members (RFC 3461 section 5.2.7.3): one notice says that it was expanded, and none names a member.
    /// </summary>
    public static ImmutableArray<string> Expanded(Incoming message) =>
    [
        .. message.Recipients.Zip(message.Decisions)
            .Where(pair => pair.First.Notify.HasFlag(NotifyOn.Success) && IsExpanded(pair.Second))
            .Select(pair => pair.First.Address.ToString()),
    ];

    private static ImmutableArray<RecipientOptions> Options(Incoming message, ImmutableArray<string> given)
    {
        var options = ImmutableArray.CreateBuilder<RecipientOptions>();
        for (var i = 0; i < given.Length; i++)
        {
            var recipient = message.Recipients[i];
            if (recipient.Notify != NotifyOn.Unspecified || recipient.OriginalRecipient is not null)
            {
                var notify = IsExpanded(message.Decisions[i]) ? OfMembers(recipient.Notify) : recipient.Notify;
                options.Add(new RecipientOptions(given[i], notify, recipient.OriginalRecipient));
            }
        }

        return options.ToImmutable();
    }

    // SMTPUTF8 may be asked for without need; onward it is asked for only where an address or a field needs it.
    private static bool HoldsUtf8(Incoming message) =>
        !Ascii.IsValid(message.Header.Octets.Span) || !Ascii.IsValid(message.From.ToString())
        || message.Recipients.Any(recipient => !Ascii.IsValid(recipient.Address.ToString()));

    private static bool IsExpanded(Decision decision) => decision.Hops.Any(hop => hop.Action == HopAction.Expand);

    private static NotifyOn OfMembers(NotifyOn notify) =>
        notify == NotifyOn.Success ? NotifyOn.Never : notify & ~NotifyOn.Success;
}
