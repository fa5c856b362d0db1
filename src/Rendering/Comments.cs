using System.Text;

namespace Causeway.Rendering;

/// <summary>Reasons as comments: both Postfix and PowerShell begin them with #.</summary>
internal static class Comments
{
    private const int Width = 120;

    public static void Write(StringBuilder text, string indent, string line)
    {
        var rest = line;
        var width = Width - indent.Length - 2;
        while (rest.Length > width && rest.LastIndexOf(' ', width) is > 0 and var cut)
        {
            text.Append(indent).Append("# ").Append(rest.AsSpan(0, cut)).Append('\n');
            rest = rest[(cut + 1)..];
        }

        text.Append(indent).Append("# ").Append(rest).Append('\n');
    }

    /// <summary>
    /// A reason as a sentence. One that begins with a name of the file, or with what is typed, keeps its letter.
    /// </summary>
    public static string Sentence(string reason)
    {
        var first = reason.Split(' ')[0];
        var begin = first.All(c => char.IsAsciiLetterLower(c) || c is '-' or ',')
            ? char.ToUpperInvariant(reason[0]) + reason[1..]
            : reason;
        return begin.EndsWith('.') ? begin : begin + ".";
    }
}
