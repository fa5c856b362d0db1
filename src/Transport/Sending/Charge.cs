using Causeway.Core.Replies;

namespace Causeway.Transport.Sending;

/// <summary>What was counted of a message, to be given back where it is not stored after all.</summary>
/// <param name="Sender">For whom; null where nothing was counted.</param>
/// <param name="Refused">The limit for which the message is refused.</param>
/// <param name="Why">The limit in numbers.</param>
/// <param name="IsOverLimit">True where it is taken although it is too much.</param>
public sealed record Charge(
    SenderName? Sender, DateTimeOffset At, int Recipients, Reason? Refused, string? Why, bool IsOverLimit)
{
    public static Charge None { get; } = new(null, default, 0, null, null, IsOverLimit: false);
}
