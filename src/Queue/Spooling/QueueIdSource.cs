namespace Causeway.Queue.Spooling;

/// <summary>
/// Makes queue ids: 16 characters of base32 (Crockford's alphabet, which sorts as its values do) from 45 bits of
/// milliseconds since 1970, a counter of 15 bits and 20 random bits. Ids of one source sort in the order of their
/// making; the random bits keep ids of two runs apart where the clock was set back.
/// </summary>
public sealed class QueueIdSource(TimeProvider clock, Random random)
{
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private const int Characters = 16;
    private const int CounterBits = 15;
    private const int RandomBits = 20;
    private readonly object gate = new();
    private ulong last;

    public string Next()
    {
        ulong ordered;
        ulong chance;
        lock (gate)
        {
            var now = (ulong)clock.GetUtcNow().ToUnixTimeMilliseconds() << CounterBits;
            ordered = last = Math.Max(last + 1, now);
            chance = (ulong)random.Next(1 << RandomBits);
        }

        var bits = ((UInt128)ordered << RandomBits) | chance;
        return string.Create(Characters, bits, static (text, value) =>
        {
            for (var i = text.Length - 1; i >= 0; i--)
            {
                text[i] = Alphabet[(int)(value & 31)];
                value >>= 5;
            }
        });
    }
}
