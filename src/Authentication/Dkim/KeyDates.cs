namespace Causeway.Authentication.Dkim;

/// <summary>What is known of a key but the key itself: under which selector, how, and from when on it signs.</summary>
public sealed record KeyDates(
    string Selector, SigningAlgorithm Algorithm, DateTimeOffset Created, DateTimeOffset SignsFrom);
