using System.Text;

namespace Causeway.Mail;

/// <summary>
/// Builds a field out of words and folds it before column 78 (RFC 5322 section 2.1.1). What a peer said goes through
/// <see cref="Safe"/> first.
/// </summary>
public sealed class FoldedField(string name)
{
    private const int Columns = 78;
    private readonly StringBuilder text = new(name + ":");
    private int column = name.Length + 1;

    /// <summary>Adds a word behind white space; a word is never broken.</summary>
    public FoldedField Add(string word)
    {
        if (column + 1 + word.Length > Columns && column > 1)
        {
            text.Append("\r\n\t");
            column = 1;
        }
        else
        {
            text.Append(' ');
            column++;
        }

        text.Append(word);
        column += word.Length;
        return this;
    }

    /// <summary>The octets with their line end.</summary>
    public byte[] ToOctets() => Encoding.UTF8.GetBytes(text.Append("\r\n").ToString());

    /// <summary>
    /// What a peer said, fit to stand in a field: at most 255 characters, and nothing in it can end the line, open a
    /// comment or pass for a clause of ours. Other characters become question marks.
    /// </summary>
    public static string Safe(string said)
    {
        var kept = said.Length > 255 ? said[..255] : said;
        var result = new StringBuilder(kept.Length);
        foreach (var c in kept)
        {
            result.Append(char.IsAsciiLetterOrDigit(c) || ".-_:[]@+=/".Contains(c, StringComparison.Ordinal) ? c : '?');
        }

        return result.Length == 0 ? "?" : result.ToString();
    }
}
