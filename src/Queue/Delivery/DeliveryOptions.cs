namespace Causeway.Queue.Delivery;

/// <summary>The limits of a scheduler.</summary>
public sealed record DeliveryOptions
{
    public RetrySchedule Schedule { get; init; } = RetrySchedule.Default;

    /// <summary>The most attempts at one destination at the same time.</summary>
    public int PerDestination { get; init; } = 20;

    /// <summary>Attempts at the same time at a destination of which nothing is known yet.</summary>
    public int FirstAtOnce { get; init; } = 5;

    /// <summary>Attempts at the same time altogether.</summary>
    public int Together { get; init; } = 200;

    /// <summary>A message of more octets goes behind smaller ones.</summary>
    public long BulkOctets { get; init; } = 1L << 20;

    /// <summary>A copy for more recipients goes behind those for fewer.</summary>
    public int BulkRecipients { get; init; } = 50;

    /// <summary>How long a stop waits for running attempts before it cancels them.</summary>
    public TimeSpan StopGrace { get; init; } = TimeSpan.FromSeconds(5);

    internal bool IsBulk(PendingCopy copy) =>
        copy.Message.Size > BulkOctets || copy.Remaining.Length > BulkRecipients;
}
