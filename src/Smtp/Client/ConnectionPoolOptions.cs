namespace Causeway.Smtp.Client;

/// <summary>How long and how many connections are kept for the next message.</summary>
public sealed record ConnectionPoolOptions
{
    public TimeSpan MaximumIdleAge { get; init; } = TimeSpan.FromSeconds(30);

    public int MaximumMessagesPerConnection { get; init; } = 100;

    /// <summary>Idle connections to one destination.</summary>
    public int MaximumIdlePerDestination { get; init; } = 20;

    /// <summary>Idle connections in all.</summary>
    public int MaximumIdle { get; init; } = 200;
}
