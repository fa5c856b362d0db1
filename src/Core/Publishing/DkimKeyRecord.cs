using Causeway.Core.Addresses;

namespace Causeway.Core.Publishing;

/// <summary>The record of a key with which a domain signs (RFC 6376 section 3.6.1).</summary>
/// <param name="Value">Such as <c>v=DKIM1; k=rsa; p=...</c>.</param>
public sealed record DkimKeyRecord(DomainName Domain, string Selector, string Value)
{
    public string Name => $"{Selector}._domainkey.{Domain}";

    /// <summary>What the key does, or did, that makes the record needed.</summary>
    public string Why { get; init; } = $"the public key of the signatures with selector {Selector}";
}
