using System.Numerics;

namespace Causeway.Mail;

/// <summary>A comment that a text begins with (RFC 5322 section 3.2.2), in octets or characters.</summary>
/// <param name="Length">Its length with its parentheses; that of the whole text where it has no end.</param>
/// <param name="Depth">How deep comments lie in each other: 1 where there is none in it.</param>
/// <param name="IsClosed">False where the text ends before it does.</param>
public readonly record struct Comment(int Length, int Depth, bool IsClosed)
{
    /// <summary>Measures the comment; the text begins with its parenthesis.</summary>
    public static Comment At<T>(ReadOnlySpan<T> text)
        where T : IBinaryInteger<T>
    {
        var (open, close, escape) = (T.CreateTruncating('('), T.CreateTruncating(')'), T.CreateTruncating('\\'));
        var (depth, deepest) = (0, 0);
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] == open)
            {
                deepest = Math.Max(deepest, ++depth);
            }
            else if (text[at] == close && --depth == 0)
            {
                return new Comment(at + 1, deepest, IsClosed: true);
            }
            else if (text[at] == escape)
            {
                at++;
            }
        }

        return new Comment(text.Length, deepest, IsClosed: false);
    }
}
