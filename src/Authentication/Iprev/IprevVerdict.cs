namespace Causeway.Authentication.Iprev;

/// <summary>What DNS says of a client's address (RFC 8601 section 3).</summary>
/// <param name="Result">The result.</param>
/// <param name="Name">
/// The name that leads back to the address, in lower case; for a fail the first one that does not; null without any.
/// </param>
public sealed record IprevVerdict(IprevResult Result, string? Name);
