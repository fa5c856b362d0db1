using System.Globalization;

namespace Causeway.Auditing;

/// <summary>The last entry of a chain: who has it can tell whether entries up to it were changed or cut.</summary>
public readonly record struct AuditHead(long Number, string Hash)
{
    /// <summary>The head before the first entry.</summary>
    public static readonly AuditHead None = new(0, new string('0', AuditLine.HashLetters));

    /// <summary>Parses <c>NUMBER:HASH</c>.</summary>
    public static bool TryParse(string text, out AuditHead head)
    {
        head = None;
        var parts = text.Trim().Split(':');
        if (parts.Length != 2 || parts[1].Length != AuditLine.HashLetters || !parts[1].All(char.IsAsciiHexDigitLower)
            || !long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return false;
        }

        head = new AuditHead(number, parts[1]);
        return true;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Number}:{Hash}");
}
