using System.Collections.Immutable;

namespace Causeway.Dns.Zones;

/// <summary>
/// An entry (RFC 1035 section 5.1): one line, or several within parentheses. Without <paramref name="StartsLine"/> it
/// belongs to the owner before it. <paramref name="Fault"/> says why it cannot be read.
/// </summary>
internal sealed record ZoneEntry(int Line, bool StartsLine, ImmutableArray<ZoneToken> Tokens, string? Fault);
