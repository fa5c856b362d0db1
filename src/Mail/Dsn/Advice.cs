using Causeway.Core.Replies;

namespace Causeway.Mail.Dsn;

/// <summary>
/// A reply in plain words: what happened, who can fix it and how. Our own replies are explained by the reply table;
/// those of others by what their enhanced status code is registered for.
/// </summary>
public sealed record Advice(string Cause, Fixer Fixer, string Cure)
{
    /// <param name="reply">The reply as one line, such as <c>550 5.1.1 No such recipient here</c>.</param>
    /// <param name="isOurs">
    /// True where one of our sites said it; others may use the same words and mean their own system.
    /// </param>
    public static Advice Of(string reply, EnhancedStatus status, bool isOurs) =>
        isOurs && ReplyTable.ReasonOf(reply) is { } reason
            ? new Advice(ReplyTable.Cause(reason), FixerOf(reason), ReplyTable.Cure(reason))
            : StatusWords.Of(status);

    private static Fixer FixerOf(Reason reason) => reason switch
    {
        Reason.RoutingDomainAtFilter or Reason.RelayDenied or Reason.SenderNotOwned or Reason.UnknownRecipientOutside
            or Reason.UnknownRecipientInside or Reason.NullMx or Reason.DomainNotFound or Reason.TooManyRecipients
            or Reason.MessageTooLarge or Reason.HeaderTooLarge or Reason.LineTooLong
            or Reason.BareCarriageReturnOrLineFeed or Reason.FromNotOwned or Reason.FromMissing or Reason.FromNotOne
            or Reason.FromNotClear or Reason.SenderFieldNotOwned or Reason.SenderFieldNotClear or Reason.HeaderNotClear
            or Reason.DmarcRejected or Reason.OwnDomainNotProved or Reason.SendingHourLimit
            or Reason.SendingMinuteLimit => Fixer.Sender,
        Reason.NoUsableHost or Reason.NoMailHost or Reason.HostUnreachable => Fixer.RecipientSide,
        _ => Fixer.Administrator,
    };
}
