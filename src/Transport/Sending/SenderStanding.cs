using Causeway.Core.Topology;

namespace Causeway.Transport.Sending;

/// <summary>What a sender sent within the time just past, and may send.</summary>
public sealed record SenderStanding(
    SenderName Sender, int RecipientsInDay, int RecipientsInHour, int MessagesInMinute, SendingLimits Limits,
    OverLimit? Over);
