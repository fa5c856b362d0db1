using System.Globalization;

namespace Causeway.Configuration;

/// <summary>Numbers of octets as people write them: <c>512MiB</c>, <c>1GiB</c>.</summary>
internal static class OctetSizes
{
    private static readonly string[] Units = ["KiB", "MiB", "GiB", "TiB"];

    /// <summary>Reads a whole number with a unit, more than nothing.</summary>
    public static bool TryParse(string text, out long octets)
    {
        octets = 0;
        var power = Array.FindIndex(Units, unit => text.EndsWith(unit, StringComparison.Ordinal));
        if (power < 0
            || !int.TryParse(text[..^3], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            || number is 0 or > 1_000_000)
        {
            return false;
        }

        octets = (long)number << (10 * (power + 1));
        return true;
    }
}
