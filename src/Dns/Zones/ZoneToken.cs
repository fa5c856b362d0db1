namespace Causeway.Dns.Zones;

/// <summary>A word of a zone file, or what stands between quotes; with its escapes as they were written.</summary>
internal readonly record struct ZoneToken(string Text, bool IsQuoted);
