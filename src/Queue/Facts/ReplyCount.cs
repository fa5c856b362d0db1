namespace Causeway.Queue.Facts;

/// <summary>How often a reply was given, which is its code with its enhanced status code.</summary>
public sealed record ReplyCount(string Reply, int Count);
