namespace Causeway.Core.Topology;

/// <summary>How much one sender may send; null without a limit. Days, hours and minutes are those just past.</summary>
public sealed record SendingLimits
{
    public static SendingLimits None { get; } = new();

    /// <summary>Recipients of all messages within 24 hours, as RCPT gives them: a group is one.</summary>
    public int? RecipientsPerDay { get; init; }

    public int? RecipientsPerHour { get; init; }

    public int? MessagesPerMinute { get; init; }
}
