namespace Causeway.Storage;

/// <summary>An open file of an <see cref="IDisk"/>. One writer at a time; any number of readers beside it.</summary>
public interface IDiskFile : IDisposable
{
    /// <summary>The length in octets, appended but not yet synced octets included.</summary>
    long Length { get; }

    /// <summary>
    /// Appends the pieces in order; on a fault the caller cuts the file back by <see cref="Truncate"/>.
    /// </summary>
    void Append(IReadOnlyList<ReadOnlyMemory<byte>> pieces);

    /// <summary>Reads up to the buffer's length; 0 at the end of the file.</summary>
    ValueTask<int> ReadAsync(long offset, Memory<byte> buffer, CancellationToken ct);

    /// <summary>Cuts the file to a length not above its present one.</summary>
    void Truncate(long length);

    /// <summary>
    /// Takes back what a failed append left; false where the disk fails again, and nobody knows what it holds.
    /// </summary>
    bool TryCut(long length)
    {
        try
        {
            Truncate(length);
            Sync();
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    /// <summary>Makes the octets durable; returns when the disk has them.</summary>
    void Sync();
}
