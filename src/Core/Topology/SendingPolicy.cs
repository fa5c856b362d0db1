namespace Causeway.Core.Topology;

/// <summary>How much may be sent: by each user who submits, and by each own site that hands in mail.</summary>
public sealed record SendingPolicy
{
    public static SendingPolicy Default { get; } = new();

    /// <summary>What a user may send at one site; what is above is refused.</summary>
    public SendingLimits Users { get; init; } = new() { RecipientsPerDay = 10_000, MessagesPerMinute = 30 };

    /// <summary>
    /// What a site that is no filter may hand in; what is above is taken and marked, since refusing would lose mail.
    /// </summary>
    public SendingLimits Sites { get; init; } = SendingLimits.None;
}
