using System.Globalization;

namespace Causeway.Directories;

/// <summary>
/// How far a copy is: the number of the last change, and a digest of all changes up to it, by which two histories with
/// the same number are told apart (a primary that was restored from a backup, say).
/// </summary>
public readonly record struct DirectoryPosition(long Number, string Digest)
{
    /// <summary>Of a copy that has nothing from a primary yet.</summary>
    public static DirectoryPosition Start { get; } = new(0, "0");

    public static bool TryParse(string? text, out DirectoryPosition position)
    {
        position = Start;
        if (text?.Split(':') is not [var number, { Length: > 0 and <= 64 } digest]
            || !long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var parsed))
        {
            return false;
        }

        position = new DirectoryPosition(parsed, digest);
        return true;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Number}:{Digest}");
}
