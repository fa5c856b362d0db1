using Causeway.Dns;

namespace Causeway.CommandLine;

/// <summary>Somebody who is asked what DNS says.</summary>
/// <param name="Knows">The names that it must know; every one where it asks DNS.</param>
internal sealed record DnsSource(string Name, IResolver Resolver, Func<string, bool> Knows);
