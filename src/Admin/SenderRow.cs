namespace Causeway.Admin;

/// <summary>What a user or a site sent within the time just past at a site; null for no limit.</summary>
/// <param name="Kind"><c>user</c> or <c>site</c>.</param>
/// <param name="OverSince">When the sender was first over a limit since the last release, and when last.</param>
/// <param name="OverCount">How often it was.</param>
public sealed record SenderRow(
    string Site, string Organization, string Sender, string Kind, int RecipientsInDay, int? RecipientsPerDay,
    int RecipientsInHour, int? RecipientsPerHour, int MessagesInMinute, int? MessagesPerMinute,
    DateTimeOffset? OverSince, DateTimeOffset? OverLast, int OverCount);
