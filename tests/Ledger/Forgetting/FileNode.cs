namespace Causeway.Ledger.Forgetting;

/// <summary>
/// The octets of a file, whatever its names: as written, and as the disk would have them after a crash.
/// </summary>
internal sealed class FileNode(string firstName, byte[] content)
{
    private readonly List<Change> unsynced = [];
    private byte[] durable = content;
    private byte[] written = content;
    private int changes;

    public int Length { get; private set; } = content.Length;

    public void Append(ReadOnlySpan<byte> octets)
    {
        unsynced.Add(new Change(++changes, Length, octets.ToArray(), Cut: false));
        written = Put(written, Length, octets);
        Length += octets.Length;
    }

    public void Truncate(int length)
    {
        unsynced.Add(new Change(++changes, length, [], Cut: true));
        written = written[..length];
        Length = length;
    }

    public void Sync()
    {
        durable = written[..Length];
        unsynced.Clear();
    }

    public int Read(long offset, Span<byte> buffer)
    {
        var count = (int)Math.Clamp(Length - offset, 0, buffer.Length);
        written.AsSpan((int)Math.Min(offset, Length), count).CopyTo(buffer);
        return count;
    }

    /// <summary>The file after a crash, with every octet of it durable.</summary>
    public FileNode After(Survival survival)
    {
        var left = durable;
        foreach (var change in unsynced)
        {
            left = Decide(left, change, survival, isLast: change == unsynced[^1]);
        }

        return new FileNode(firstName, left);
    }

    // A write that was lost may have lengthened the file all the same: then zeros stand in its place. Of the last one,
    // a part may have arrived.
    private byte[] Decide(byte[] left, Change change, Survival survival, bool isLast)
    {
        var chance = survival.Chance(firstName, change.Number);
        if (survival.Keeps(chance))
        {
            return change.Cut ? Resized(left, change.Offset) : Put(left, change.Offset, change.Octets);
        }

        if (change.Cut || chance.Next(3) == 0)
        {
            return left;
        }

        var arrived = isLast && chance.Next(2) == 0 ? chance.Next(change.Octets.Length + 1) : 0;
        left = arrived > 0 ? Put(left, change.Offset, change.Octets.AsSpan(0, arrived)) : left;
        return chance.Next(2) == 0 ? left : Resized(left, Math.Max(left.Length, change.Offset + change.Octets.Length));
    }

    private static byte[] Resized(byte[] octets, int length)
    {
        Array.Resize(ref octets, length);
        return octets;
    }

    private static byte[] Put(byte[] target, int offset, ReadOnlySpan<byte> octets)
    {
        var end = offset + octets.Length;
        var result = new byte[Math.Max(target.Length, end)];
        target.CopyTo(result, 0);
        octets.CopyTo(result.AsSpan(offset));
        return result;
    }

    private sealed record Change(int Number, int Offset, byte[] Octets, bool Cut);
}
