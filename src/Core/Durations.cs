using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Causeway.Core;

/// <summary>Durations as people write them: <c>1d</c>, <c>12h</c>, <c>30m</c>, <c>90s</c>, <c>1d12h</c>.</summary>
public static class Durations
{
    private const int MaximumDays = 3650;

    private static readonly (char Unit, long Seconds)[] Units = [('d', 86400), ('h', 3600), ('m', 60), ('s', 1)];

    /// <summary>
    /// Reads numbers with units from the largest to the smallest, more than nothing and at most ten years.
    /// </summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out TimeSpan duration)
    {
        duration = default;
        var (seconds, at, lastUnit) = (0L, 0, -1);
        while (text is not null && at < text.Length)
        {
            var digits = at;
            while (at < text.Length && char.IsAsciiDigit(text[at]))
            {
                at++;
            }

            var unit = at == text.Length ? -1 : Array.FindIndex(Units, candidate => candidate.Unit == text[at]);
            if (unit <= lastUnit || at - digits is 0 or > 9)
            {
                return false;
            }

            seconds += int.Parse(text.AsSpan(digits, at - digits), CultureInfo.InvariantCulture) * Units[unit].Seconds;
            lastUnit = unit;
            at++;
        }

        duration = TimeSpan.FromSeconds(Math.Min(seconds, MaximumDays * 86400L));
        return seconds is > 0 and <= MaximumDays * 86400L;
    }

    /// <summary>The shortest form that <see cref="TryParse"/> reads; parts of a second are left out.</summary>
    public static string Print(TimeSpan duration)
    {
        var rest = (long)duration.TotalSeconds;
        var text = new StringBuilder();
        foreach (var (unit, seconds) in Units)
        {
            if (rest >= seconds)
            {
                text.Append(CultureInfo.InvariantCulture, $"{rest / seconds}{unit}");
                rest %= seconds;
            }
        }

        return text.Length == 0 ? "0s" : text.ToString();
    }
}
