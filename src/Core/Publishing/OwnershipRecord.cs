using Causeway.Core.Addresses;

namespace Causeway.Core.Publishing;

/// <summary>The TXT record that proves whose a domain is.</summary>
public sealed record OwnershipRecord(DomainName Domain, string Name, string Value);
