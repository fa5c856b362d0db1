namespace Causeway.Authentication.Dkim;

/// <summary>A key at a moment.</summary>
/// <param name="Dates">The key.</param>
/// <param name="State">What it does, or did.</param>
/// <param name="SignsUntil">When the next one takes over; null where there is none yet.</param>
/// <param name="PublishedUntil">Until when its record has to stay; null where nobody knows yet.</param>
public sealed record KeyTurn(
    KeyDates Dates, KeyState State, DateTimeOffset? SignsUntil, DateTimeOffset? PublishedUntil);
