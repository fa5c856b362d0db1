using System.Buffers;

namespace Causeway.Authentication.Dkim;

/// <summary>
/// Makes a body canonical (RFC 6376 sections 3.4.3 and 3.4.4) in pieces that may be split at any octet, and hashes it.
/// What a later octet decides is remembered as numbers, never as octets.
/// </summary>
internal sealed class BodyCanonicalizer(Canonicalization canonicalization) : IDisposable
{
    private const int BufferLength = 4096;

    private static readonly SearchValues<byte> Special = SearchValues.Create(" \t\r"u8);

    private readonly RunningHash hash = new(canonicalization);
    private readonly bool isRelaxed = canonicalization == Canonicalization.Relaxed;
    private byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferLength);
    private int filled;

    // Line ends that count only if something follows them: both forms ignore empty lines at the end.
    private long lineEnds;
    private bool hasSpace;
    private bool hasCr;
    private bool hasOctets;

    public BodyHash Add(long? limit) => hash.Add(limit);

    public void Write(ReadOnlySpan<byte> octets)
    {
        while (octets.Length > 0)
        {
            if (hasCr)
            {
                hasCr = false;
                octets = octets[TakeBehindCr(octets[0])..];
                continue;
            }

            var plain = isRelaxed ? octets.IndexOfAny(Special) : octets.IndexOf((byte)'\r');
            if (plain != 0)
            {
                var text = plain < 0 ? octets : octets[..plain];
                TakeText(text);
                octets = octets[text.Length..];
                continue;
            }

            hasCr = octets[0] == '\r';
            hasSpace |= !hasCr;
            octets = octets[1..];
        }
    }

    public void Complete()
    {
        if (hasCr)
        {
            hasCr = false;
            TakeText("\r"u8);
        }

        // RFC 6376 section 3.4.3: a body that does not end with a line end gets one, and so does an empty one; section
        // 3.4.4: an empty one stays empty.
        if (hasOctets || !isRelaxed)
        {
            Emit("\r\n"u8);
        }

        Flush();
        hash.Complete();
    }

    public void Dispose()
    {
        hash.Dispose();
        var rented = Interlocked.Exchange(ref buffer, []);
        if (rented.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    // Only CR and LF together end a line; each alone is an octet like others.
    private int TakeBehindCr(byte octet)
    {
        if (octet == '\n')
        {
            lineEnds++;
            hasSpace = false;
            return 1;
        }

        TakeText("\r"u8);
        return 0;
    }

    private void TakeText(ReadOnlySpan<byte> text)
    {
        for (; lineEnds > 0; lineEnds--)
        {
            Emit("\r\n"u8);
        }

        if (hasSpace)
        {
            hasSpace = false;
            Emit(" "u8);
        }

        hasOctets = true;
        Emit(text);
    }

    private void Emit(ReadOnlySpan<byte> octets)
    {
        if (octets.Length > buffer.Length - filled)
        {
            Flush();
            if (octets.Length > buffer.Length)
            {
                hash.Append(octets);
                return;
            }
        }

        octets.CopyTo(buffer.AsSpan(filled));
        filled += octets.Length;
    }

    private void Flush()
    {
        hash.Append(buffer.AsSpan(0, filled));
        filled = 0;
    }
}
