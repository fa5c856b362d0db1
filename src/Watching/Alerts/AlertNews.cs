namespace Causeway.Watching.Alerts;

/// <summary>What there is to tell of an alert.</summary>
public enum AlertEvent
{
    Raised,

    /// <summary>It has come to another stage.</summary>
    Changed,

    /// <summary>It still stands.</summary>
    Standing,

    Cleared,

    /// <summary>Somebody wants to know whether this arrives.</summary>
    Test,
}

/// <summary>An alert with what there is to tell of it.</summary>
public sealed record AlertNews(AlertEvent Event, DateTimeOffset At, Alert Alert);
