namespace Causeway.Queue.Delivery;

/// <summary>The limits of a scheduler.</summary>
public sealed record DeliveryOptions
{
    public RetrySchedule Schedule { get; init; } = RetrySchedule.Default;

    /// <summary>Attempts at one destination at the same time.</summary>
    public int PerDestination { get; init; } = 20;

    /// <summary>Attempts at the same time altogether.</summary>
    public int Together { get; init; } = 200;

    /// <summary>How long a stop waits for running attempts before it cancels them.</summary>
    public TimeSpan StopGrace { get; init; } = TimeSpan.FromSeconds(5);
}
