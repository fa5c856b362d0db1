using Causeway.Core.Addresses;

namespace Causeway.Core.Topology;

/// <summary>
/// A domain of somebody else with which mail passes by verified TLS or not at all: what goes there waits until the host
/// proves itself, and what comes from there in clear is refused where the Internet's mail comes in.
/// </summary>
/// <param name="Domain">The partner's domain, as it stands in addresses.</param>
/// <param name="Certificate">
/// The name in the partner's certificate, asked for both ways; null for the name of its MX outward and for encryption
/// alone inward.
/// </param>
public sealed record Partner(DomainName Domain, string? Certificate);
