namespace Causeway.Authentication.Results;

/// <summary>What a method judged, such as <c>smtp.mailfrom=a.example</c> (RFC 8601 section 2.2, propspec).</summary>
/// <param name="Type">The ptype: <c>smtp</c>, <c>header</c>, <c>body</c> or <c>policy</c>.</param>
/// <param name="Name">The property of it.</param>
/// <param name="Value">What stands behind the equals sign, quotes and escapes removed.</param>
public sealed record ResultProperty(string Type, string Name, string Value);
