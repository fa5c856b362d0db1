using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Causeway.Core;

namespace Causeway.CommandLine;

/// <summary>A time as people write it: how long ago, or a moment or day in UTC.</summary>
internal static class TimeText
{
    private static readonly string[] Forms =
        ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", "yyyy-MM-dd"];

    public static bool TryParse(
        string option, string text, DateTimeOffset now, [NotNullWhen(true)] out DateTimeOffset? time,
        [NotNullWhen(false)] out string? fault)
    {
        (time, fault) = (null, null);
        if (Durations.TryParse(text, out var ago))
        {
            time = now - ago;
        }
        else if (DateTimeOffset.TryParseExact(
            text, Forms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var found))
        {
            time = found;
        }
        else
        {
            fault = $"'{text}' is no time; write {option} 2h (ago), 2026-01-31T09:00:00Z or 2026-01-31.";
            return false;
        }

        return true;
    }
}
