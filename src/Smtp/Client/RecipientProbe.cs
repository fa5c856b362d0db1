using Causeway.Core.Replies;

namespace Causeway.Smtp.Client;

/// <summary>
/// What a server said when it was asked for a recipient; <paramref name="IsOfRecipient"/> is false where it did not get
/// as far as that.
/// </summary>
public readonly record struct RecipientProbe(SmtpReply Reply, bool IsOfRecipient);
