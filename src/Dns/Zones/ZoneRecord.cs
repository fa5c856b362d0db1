using System.Collections.Immutable;

namespace Causeway.Dns.Zones;

/// <summary>
/// A record of a zone file. Names are whole, in lower case and without the dot at the end; <paramref name="Type"/> is
/// in capitals. <paramref name="Content"/> has the fields of the type in their order: <c>10</c>, <c>mx.a.example</c>
/// for an MX; the character-strings for a TXT, an octet a character.
/// </summary>
public sealed record ZoneRecord(
    string Owner, string Type, TimeSpan TimeToLive, ImmutableArray<string> Content, int Line);
