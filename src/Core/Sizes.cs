using System.Globalization;

namespace Causeway.Core;

/// <summary>Sizes as people write them: <c>50MiB</c>, <c>1GiB</c>, <c>64KiB</c>, or a number of octets.</summary>
public static class Sizes
{
    private static readonly (string Unit, int Shift)[] Units = [("KiB", 10), ("MiB", 20), ("GiB", 30), ("TiB", 40)];

    /// <summary>Reads a whole number with a unit, more than nothing and less than 1024 TiB.</summary>
    public static bool TryParse(string text, out long octets)
    {
        var (unit, shift) = Units.FirstOrDefault(
            candidate => text.EndsWith(candidate.Unit, StringComparison.Ordinal), (Unit: "", Shift: 0));
        octets = 0;
        if (!int.TryParse(text.AsSpan(0, text.Length - unit.Length), NumberStyles.None, CultureInfo.InvariantCulture,
                out var number)
            || number == 0 || (shift == 40 && number > 1023))
        {
            return false;
        }

        octets = (long)number << shift;
        return true;
    }

    /// <summary>The largest unit of which the size is a whole number.</summary>
    public static string Print(long octets)
    {
        var (unit, shift) = Units.AsEnumerable().Reverse().FirstOrDefault(
            candidate => octets >> candidate.Shift << candidate.Shift == octets && octets > 0,
            (Unit: "", Shift: 0));
        return string.Create(CultureInfo.InvariantCulture, $"{octets >> shift}{unit}");
    }
}
