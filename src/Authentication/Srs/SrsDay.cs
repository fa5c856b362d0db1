namespace Causeway.Authentication.Srs;

/// <summary>The day of a return address: days since 1970 modulo 1024, as two digits of base 32.</summary>
public static class SrsDay
{
    /// <summary>For so many days after the one on which it was made an address is good.</summary>
    public const int DaysGood = 21;

    private const int Days = 1024;
    private const string Digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    public static string Of(DateTimeOffset now)
    {
        var day = Number(now);
        return new string([Digit(day >> 5), Digit(day & 31)]);
    }

    /// <summary>False where the text is no day, one that is to come, or one too long ago.</summary>
    public static bool IsGood(string text, DateTimeOffset now)
    {
        if (text.Length != 2)
        {
            return false;
        }

        var high = Digits.IndexOf(char.ToUpperInvariant(text[0]), StringComparison.Ordinal);
        var low = Digits.IndexOf(char.ToUpperInvariant(text[1]), StringComparison.Ordinal);
        return high >= 0 && low >= 0 && (Number(now) - (high << 5) - low + Days) % Days <= DaysGood;
    }

    internal static char Digit(int value) => Digits[value];

    private static int Number(DateTimeOffset now) => (int)(now.ToUnixTimeSeconds() / 86_400 % Days);
}
