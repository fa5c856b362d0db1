using System.Text;

namespace Causeway.Mail;

/// <summary>Texts beyond US-ASCII for header fields (RFC 2047), in words that a field can be folded between.</summary>
internal static class EncodedWords
{
    // An encoded word has at most 75 characters, 12 of them around the text; four in base64 hold three octets.
    private const int MostOctets = 45;

    /// <summary>The words of a text: as they are where all of them are plain, else encoded.</summary>
    public static IEnumerable<string> Of(string text) =>
        Ascii.IsValid(text) && !text.Contains("=?", StringComparison.Ordinal)
            ? Dsn.SafeText.Words(text, 70)
            : Encoded(text);

    private static IEnumerable<string> Encoded(string text)
    {
        var piece = new StringBuilder();
        var octets = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            // RFC 2047 section 5: no character is split between words.
            if (octets + rune.Utf8SequenceLength > MostOctets)
            {
                yield return Word(piece);
                piece.Clear();
                octets = 0;
            }

            piece.Append(rune.ToString());
            octets += rune.Utf8SequenceLength;
        }

        yield return Word(piece);
    }

    private static string Word(StringBuilder piece) =>
        $"=?utf-8?B?{Convert.ToBase64String(Encoding.UTF8.GetBytes(piece.ToString()))}?=";
}
