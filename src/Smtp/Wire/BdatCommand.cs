using System.Globalization;

namespace Causeway.Smtp.Wire;

/// <summary>BDAT (RFC 3030 section 2): the octets of a chunk, which follow the command line at once.</summary>
public sealed record BdatCommand(long Length, bool IsLast)
{
    public static SyntaxFault TryParse(string argument, out BdatCommand command)
    {
        command = new BdatCommand(0, false);
        var words = argument.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length is 0 or > 2
            || (words.Length == 2 && !words[1].Equals("LAST", StringComparison.OrdinalIgnoreCase))
            // The platform passes over a NUL behind the digits.
            || !words[0].All(char.IsAsciiDigit)
            || !long.TryParse(words[0], NumberStyles.None, CultureInfo.InvariantCulture, out var length))
        {
            return SyntaxFault.Argument;
        }

        command = new BdatCommand(length, words.Length == 2);
        return SyntaxFault.None;
    }
}
