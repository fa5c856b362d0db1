using System.Collections.Immutable;
using Causeway.Authentication.Dkim;
using Causeway.Core.Addresses;

namespace Causeway.Transport.Receiving;

/// <summary>Sources of keys.</summary>
public static class SignatureKeys
{
    /// <summary>Of a site that neither signs nor seals.</summary>
    public static ISignatureKeys None { get; } = new NoKeys();

    private sealed class NoKeys : ISignatureKeys
    {
        public bool IsEmpty => true;

        public ImmutableArray<SigningKey> For(DomainName author, DateTimeOffset now) => [];

        public SigningKey? Sealing(DateTimeOffset now) => null;
    }
}
