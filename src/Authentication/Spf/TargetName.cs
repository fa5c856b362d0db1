namespace Causeway.Authentication.Spf;

/// <summary>Names that a check asks DNS about. What macros make may hold any octet (RFC 2181 section 11).</summary>
internal static class TargetName
{
    // RFC 1035 section 2.3.4 in the form of RFC 7208 section 7.3: without the final dot.
    public const int Longest = 253;

    private const int LongestLabel = 63;

    /// <summary>
    /// True where DNS can be asked: labels of 1 to 63 octets, of spaces and visible US-ASCII but the backslash, which
    /// is an escape in the text of a name (RFC 1035 section 5.1).
    /// </summary>
    public static bool IsName(string name) =>
        name.Length is > 0 and <= Longest
        && name.Split('.').All(label => label.Length is > 0 and <= LongestLabel)
        && !name.AsSpan().ContainsAnyExceptInRange(' ', '~') && !name.Contains('\\', StringComparison.Ordinal);

    /// <summary>True for a name of more than one label that is no address literal (RFC 7208 section 4.3).</summary>
    public static bool IsDomain(string name) =>
        IsName(name) && name.Contains('.', StringComparison.Ordinal) && name[0] != '[';

    public static string WithoutFinalDot(string name) => name.EndsWith('.') ? name[..^1] : name;

    /// <summary>Takes labels off the left until the name is short enough (RFC 7208 section 7.3).</summary>
    public static string Shortened(string name)
    {
        // In one cut: a record may spell out a name of 30,000 labels.
        var dot = name.Length > Longest ? name.IndexOf('.', name.Length - Longest - 1) : -1;
        return name.Length <= Longest ? name : name[((dot < 0 ? name.LastIndexOf('.') : dot) + 1)..];
    }

    public static bool IsAtOrBelow(string name, string parent) =>
        name.Equals(parent, StringComparison.OrdinalIgnoreCase)
        || name.EndsWith('.' + parent, StringComparison.OrdinalIgnoreCase);
}
