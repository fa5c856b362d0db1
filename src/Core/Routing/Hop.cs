using System.Collections.Immutable;
using Causeway.Core.Addresses;
using Causeway.Core.Replies;
using Causeway.Core.Topology;

namespace Causeway.Core.Routing;

/// <summary>
/// One act of a site for one recipient, with its reason. <see cref="Next"/> is set for a relay only,
/// <see cref="Refusal"/> for a refusal only; <see cref="Rule"/> is the number in section 3 of the design, such as 3a.
/// </summary>
public sealed record Hop(
    HopAction Action, EmailAddress Recipient, Place? Next, Reason? Refusal, string Rule, string Why)
{
    /// <summary>
    /// The mailboxes here that forwarded on the way to this hop, the first one first: each leaves its Delivered-To.
    /// </summary>
    public ImmutableArray<EmailAddress> ForwardedBy { get; init; } = [];

    public SmtpReply? Reply => Refusal is { } reason ? ReplyTable.For(reason) : null;

    internal static Hop Refuse(EmailAddress recipient, Reason reason, string rule, string why) =>
        new(HopAction.Refuse, recipient, null, reason, rule, why);

    internal static Hop Relay(EmailAddress recipient, Place next, string rule, string why) =>
        new(HopAction.Relay, recipient, next, null, rule, why);

    internal static Hop Do(HopAction action, EmailAddress recipient, string rule, string why) =>
        new(action, recipient, null, null, rule, why);
}
