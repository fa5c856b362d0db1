namespace Causeway.Dns.Wire;

/// <summary>
/// A record of an answer. <paramref name="Value"/> is an IPAddress, an MxRecord, a TlsaRecord, a string for TXT and
/// names, or the minimum of a SOA; null for types that are not read.
/// </summary>
internal sealed record WireRecord(string Owner, RecordType Type, TimeSpan TimeToLive, object? Value);
