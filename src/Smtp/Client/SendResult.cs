using Causeway.Core.Replies;

namespace Causeway.Smtp.Client;

/// <summary>
/// What the peer answered: to each RCPT in order, and in the end. <see cref="Final"/> is the answer to the final dot,
/// or whatever ended the transaction before it.
/// </summary>
public sealed record SendResult(IReadOnlyList<SmtpReply> PerRecipient, SmtpReply Final)
{
    /// <summary>False where not even MAIL was accepted: nothing of the message is at the peer.</summary>
    public required bool TransactionAccepted { get; init; }

    /// <summary>The reply that decides this recipient's fate: its own refusal, or the final reply.</summary>
    public SmtpReply OutcomeOf(int recipient) =>
        PerRecipient[recipient].IsPositive ? Final : PerRecipient[recipient];
}
