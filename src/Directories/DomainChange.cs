using Causeway.Core.Addresses;

namespace Causeway.Directories;

/// <summary>What is known of a domain from now on; null for nothing.</summary>
public sealed record DomainChange(DomainName Domain, DomainProof? Proof);
