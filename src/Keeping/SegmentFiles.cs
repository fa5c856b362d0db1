using System.Globalization;

namespace Causeway.Keeping;

/// <summary>The files of segments, which are named by their numbers.</summary>
internal static class SegmentFiles
{
    public static int? NumberOf(string name) =>
        int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
