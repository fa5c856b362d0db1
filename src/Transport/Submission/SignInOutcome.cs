using Causeway.Core.Addresses;
using Causeway.Core.Replies;

namespace Causeway.Transport.Submission;

/// <summary>How an attempt to sign in went: who is signed in by which keys, or the refusal.</summary>
public readonly record struct SignInOutcome(EmailAddress User, ScramKeys? Keys, SmtpReply? Refusal)
{
    public static SignInOutcome Refused(Reason reason) => new(default, null, ReplyTable.For(reason));
}
