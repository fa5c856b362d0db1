using Causeway.Dns;

namespace Causeway.CommandLine;

/// <summary>Somebody who is asked what DNS says.</summary>
/// <param name="Knows">The names that it must know; null where it asks all of DNS.</param>
internal sealed record DnsSource(string Name, IResolver Resolver, Func<string, bool>? Knows);
