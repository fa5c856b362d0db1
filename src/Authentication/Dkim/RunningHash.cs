using System.Security.Cryptography;

namespace Causeway.Authentication.Dkim;

/// <summary>
/// One SHA-256 over a canonical body, of which each l= takes a copy when it is reached: an attacker's eight values of
/// l= cost no more than one.
/// </summary>
internal sealed class RunningHash(Canonicalization canonicalization) : IDisposable
{
    private readonly IncrementalHash sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    // In the order of their limits, the one without a limit last.
    private readonly List<BodyHash> hashes = [];
    private int next;
    private long length;

    public BodyHash Add(long? limit)
    {
        var at = hashes.FindIndex(hash => (hash.Limit ?? long.MaxValue) >= (limit ?? long.MaxValue));
        if (at >= 0 && hashes[at].Limit == limit)
        {
            return hashes[at];
        }

        var added = new BodyHash(canonicalization, limit);
        hashes.Insert(at < 0 ? hashes.Count : at, added);
        return added;
    }

    public void Append(ReadOnlySpan<byte> octets)
    {
        while (next < hashes.Count && hashes[next].Limit is { } limit && limit - length <= octets.Length)
        {
            var before = (int)(limit - length);
            sha.AppendData(octets[..before]);
            length = limit;
            octets = octets[before..];
            hashes[next++].Take(sha.GetCurrentHash(), length);
        }

        if (next < hashes.Count)
        {
            sha.AppendData(octets);
        }

        length += octets.Length;
    }

    public void Complete()
    {
        for (; next < hashes.Count; next++)
        {
            hashes[next].Take(sha.GetCurrentHash(), length);
        }

        hashes.ForEach(hash => hash.Complete(length));
    }

    public void Dispose() => sha.Dispose();
}
