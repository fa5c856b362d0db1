using System.Buffers;
using System.Diagnostics;
using System.Security.Cryptography;

namespace Causeway.Authentication.Dkim;

/// <summary>
/// The SHA-256 of fields in canonical form (RFC 6376 sections 3.4.1, 3.4.2 and 3.7): add the signed ones in their
/// order, then finish with the one that holds the signature.
/// </summary>
internal sealed class HeaderHash(Canonicalization canonicalization) : IDisposable
{
    private static readonly SearchValues<byte> Special = SearchValues.Create(" \t\r"u8);

    private readonly IncrementalHash sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>Adds all octets of a field.</summary>
    public void Add(ReadOnlySpan<byte> field) => Add(field, isLast: false);

    /// <summary>
    /// Adds the field that holds the signature, its b= emptied, without its line end, and returns the hash.
    /// </summary>
    public byte[] Finish(ReadOnlySpan<byte> unsignedField)
    {
        Add(unsignedField, isLast: true);
        return sha.GetHashAndReset();
    }

    public void Dispose() => sha.Dispose();

    private void Add(ReadOnlySpan<byte> field, bool isLast)
    {
        var text = field.EndsWith("\r\n"u8) ? field[..^2] : field;
        if (canonicalization == Canonicalization.Simple)
        {
            sha.AppendData(text);
            sha.AppendData(isLast ? ""u8 : "\r\n"u8);
            return;
        }

        var rented = ArrayPool<byte>.Shared.Rent(text.Length + 2);
        var length = Relax(text, rented);
        "\r\n"u8.CopyTo(rented.AsSpan(length));
        sha.AppendData(rented.AsSpan(0, length + (isLast ? 0 : 2)));
        ArrayPool<byte>.Shared.Return(rented);
    }

    // RFC 6376 section 3.4.2. The result is never longer than the field.
    private static int Relax(ReadOnlySpan<byte> field, Span<byte> result)
    {
        var colon = field.IndexOf((byte)':');
        Debug.Assert(colon > 0, "What is signed has a name.");
        var length = 0;
        foreach (var octet in field[..colon].TrimEnd(" \t"u8))
        {
            result[length++] = octet is >= (byte)'A' and <= (byte)'Z' ? (byte)(octet | 0x20) : octet;
        }

        result[length++] = (byte)':';
        return length + RelaxValue(field[(colon + 1)..], result[length..]);
    }

    private static int RelaxValue(ReadOnlySpan<byte> value, Span<byte> result)
    {
        var length = 0;
        var hasSpace = false;
        while (value.Length > 0)
        {
            if (value[0] is (byte)' ' or (byte)'\t')
            {
                hasSpace = true;
                value = value[1..];
                continue;
            }

            if (value.StartsWith("\r\n"u8))
            {
                value = value[2..];
                continue;
            }

            // A CR that ends no line is an octet like others.
            var end = value[1..].IndexOfAny(Special) + 1;
            var word = end == 0 ? value : value[..end];
            if (hasSpace && length > 0)
            {
                result[length++] = (byte)' ';
            }

            hasSpace = false;
            word.CopyTo(result[length..]);
            length += word.Length;
            value = value[word.Length..];
        }

        return length;
    }
}
