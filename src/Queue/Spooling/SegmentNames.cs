using System.Globalization;
using Causeway.Storage;

namespace Causeway.Queue.Spooling;

/// <summary>The folders of a spool, and the names of the numbered segments in them.</summary>
internal static class SegmentNames
{
    public const string Bodies = "bodies";
    public const string Facts = "facts";
    public const string Lock = "lock";

    public static string Of(string folder, int number) =>
        $"{folder}/{FileOf(number)}";

    /// <summary>The name of a segment without its folder.</summary>
    public static string FileOf(int number) => number.ToString("D10", CultureInfo.InvariantCulture);

    /// <summary>The segments in a folder, in order.</summary>
    public static IReadOnlyList<int> In(IDisk disk, string folder)
    {
        var numbers = new List<int>();
        foreach (var entry in disk.ListFiles(folder))
        {
            if (int.TryParse(entry.Name, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                numbers.Add(number);
            }
        }

        numbers.Sort();
        return numbers;
    }
}
