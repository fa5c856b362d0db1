using System.Globalization;
using System.Text;
using Causeway.Mail;

namespace Causeway.Authentication.Arc;

/// <summary>Reads i=, which says to which set a field belongs.</summary>
internal static class ArcInstance
{
    /// <summary>RFC 8617 section 4.2.1: the sets of a message are counted from 1 to 50.</summary>
    public const int Maximum = 50;

    /// <summary>Reads one or two digits; 0 for anything else. The number may be beyond the greatest.</summary>
    public static int Parse(string? text)
    {
        var isNumber = text is { Length: 1 or 2 } && text.All(char.IsAsciiDigit);
        return isNumber ? int.Parse(text!, CultureInfo.InvariantCulture) : 0;
    }

    /// <summary>
    /// Reads i= at the start of ARC-Authentication-Results (RFC 8617 section 4.1.1), where comments may stand around
    /// each part; 0 where there is none that ends in a semicolon. The rest is what follows that.
    /// </summary>
    public static int ReadPrefix(ReadOnlySpan<byte> body, out ReadOnlySpan<byte> rest)
    {
        rest = body;
        Skip(ref rest);
        if (!TryTake(ref rest, (byte)'i'))
        {
            return 0;
        }

        Skip(ref rest);
        if (!TryTake(ref rest, (byte)'='))
        {
            return 0;
        }

        Skip(ref rest);
        var end = Math.Max(rest.IndexOfAnyExceptInRange((byte)'0', (byte)'9'), 0);
        var instance = Parse(Encoding.Latin1.GetString(rest[..Math.Min(end, 3)]));
        rest = rest[end..];
        Skip(ref rest);
        return TryTake(ref rest, (byte)';') ? instance : 0;
    }

    private static bool TryTake(ref ReadOnlySpan<byte> rest, byte octet)
    {
        var isThere = !rest.IsEmpty && rest[0] == octet;
        rest = isThere ? rest[1..] : rest;
        return isThere;
    }

    // CFWS (RFC 5322 section 3.2.2); a comment that does not end goes on to the end of the field.
    private static void Skip(ref ReadOnlySpan<byte> rest)
    {
        while (!rest.IsEmpty && (rest[0] == (byte)'(' || IsSpace(rest[0])))
        {
            rest = rest[(rest[0] == (byte)'(' ? Comment.At(rest).Length : 1)..];
        }
    }

    private static bool IsSpace(byte octet) => octet is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n';
}
