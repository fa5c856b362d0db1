namespace Causeway.Authentication.Dkim;

/// <summary>
/// The hashes of one body, computed while it passes in pieces of any size: ask for them first, then write, then
/// complete. Each octet is made canonical at most twice and hashed at most twice, however many hashes are asked for.
/// </summary>
public sealed class BodyHashes : IDisposable
{
    private BodyCanonicalizer? simple;
    private BodyCanonicalizer? relaxed;
    private bool hasBegun;
    private bool isComplete;

    /// <summary>
    /// A hash over the first <paramref name="limit"/> canonical octets (l=, RFC 6376 section 3.5), or over all. The
    /// same arguments give the same instance.
    /// </summary>
    public BodyHash Add(Canonicalization body, long? limit)
    {
        if (hasBegun)
        {
            throw new InvalidOperationException("The body has begun.");
        }

        ArgumentOutOfRangeException.ThrowIfNegative(limit ?? 0, nameof(limit));
        return body == Canonicalization.Simple
            ? (simple ??= new BodyCanonicalizer(body)).Add(limit)
            : (relaxed ??= new BodyCanonicalizer(body)).Add(limit);
    }

    /// <summary>The next octets behind the empty line that ends the header.</summary>
    public void Write(ReadOnlySpan<byte> body)
    {
        hasBegun = true;
        simple?.Write(body);
        relaxed?.Write(body);
    }

    /// <summary>Says that the body is whole; whoever has a part in the hashes may say it again.</summary>
    public void Complete()
    {
        if (isComplete)
        {
            return;
        }

        (hasBegun, isComplete) = (true, true);
        simple?.Complete();
        relaxed?.Complete();
    }

    public void Dispose()
    {
        simple?.Dispose();
        relaxed?.Dispose();
    }
}
