namespace Causeway.Authentication.Dkim;

/// <summary>The SHA-256 of one canonical form of a body; to be read once the body is complete.</summary>
public sealed class BodyHash
{
    private byte[]? value;

    internal BodyHash(Canonicalization canonicalization, long? limit)
    {
        Canonicalization = canonicalization;
        Limit = limit;
    }

    public Canonicalization Canonicalization { get; }

    /// <summary>l=: the canonical octets to hash at most; null for all.</summary>
    public long? Limit { get; }

    /// <summary>The 32 octets of the hash.</summary>
    public ReadOnlyMemory<byte> Value => value ?? throw NotComplete();

    /// <summary>The canonical octets that were hashed: fewer than the limit where the body is shorter.</summary>
    public long Length { get; private set; }

    /// <summary>True where the limit leaves canonical octets at the end of the body out.</summary>
    public bool HasRest { get; private set; }

    internal bool IsTaken => value is not null;

    internal void Take(byte[] hash, long length)
    {
        value = hash;
        Length = length;
    }

    internal void Complete(long wholeLength) => HasRest = wholeLength > Length;

    private static InvalidOperationException NotComplete() => new("The body is not complete.");
}
