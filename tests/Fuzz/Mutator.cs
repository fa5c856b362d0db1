namespace Causeway.Fuzz;

/// <summary>Makes inputs out of inputs: cut, doubled, crossed, strewn with words and odd octets.</summary>
internal sealed class Mutator(Random random, IReadOnlyList<byte[]> words)
{
    private const int Longest = 4096;

    private static readonly byte[] LineEnds = [(byte)'\r', (byte)'\n', (byte)'.'];

    private static readonly byte[] OddOctets =
        [0, (byte)'\r', (byte)'\n', (byte)'.', (byte)' ', 0x7F, 0x80, 0xC3, 0xFF];

    public byte[] Next(IReadOnlyList<byte[]> pool)
    {
        var octets = new List<byte>(pool[random.Next(pool.Count)]);
        for (var steps = 1 << random.Next(5); steps > 0; steps--)
        {
            Step(octets, pool);
        }

        return [.. octets.Take(Longest)];
    }

    private void Step(List<byte> octets, IReadOnlyList<byte[]> pool)
    {
        var at = random.Next(octets.Count + 1);
        var length = random.Next(Math.Min(octets.Count - at, 64) + 1);
        switch (random.Next(10))
        {
            case 0:
                octets.RemoveRange(at, length);
                break;
            case 1:
                octets.InsertRange(at, octets.GetRange(at, length));
                break;
            case 2 or 3 or 4:
                octets.InsertRange(at, words[random.Next(words.Count)]);
                break;
            case 5:
                octets.Insert(at, OddOctets[random.Next(OddOctets.Length)]);
                break;
            case 6 or 7:
                // Where a line ends, and a message with it, is what peers disagree about.
                octets.InsertRange(at, random.GetItems(LineEnds, random.Next(1, 9)));
                break;
            case 8 when at < octets.Count:
                octets[at] ^= (byte)(1 << random.Next(8));
                break;
            default:
                var other = pool[random.Next(pool.Count)];
                var from = random.Next(other.Length + 1);
                octets.InsertRange(at, other.AsSpan(from, random.Next(Math.Min(other.Length - from, 200) + 1)));
                break;
        }
    }
}
