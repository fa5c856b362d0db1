using System.Collections.Immutable;
using Causeway.Authentication.Dkim;
using Causeway.Core.Addresses;

namespace Causeway.Transport.Receiving;

/// <summary>The keys with which a site signs and seals for an organization. Asked by many threads at once.</summary>
public interface ISignatureKeys
{
    /// <summary>True where the site has no keys at all: then nothing is missed where nothing is signed.</summary>
    bool IsEmpty { get; }

    /// <summary>The keys whose signature is aligned with a From domain (DKIM); empty where none fits.</summary>
    ImmutableArray<SigningKey> For(DomainName author, DateTimeOffset now);

    /// <summary>The key with which the site seals what comes in from the outside (ARC); null without one.</summary>
    SigningKey? Sealing(DateTimeOffset now);
}
