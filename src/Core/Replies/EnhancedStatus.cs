using System.Globalization;

namespace Causeway.Core.Replies;

/// <summary>An enhanced status code class.subject.detail (RFC 3463 section 2).</summary>
public readonly record struct EnhancedStatus(int Class, int Subject, int Detail)
{
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Class}.{Subject}.{Detail}");

    /// <summary>Reads <c>5.7.51</c>; each number has at most three digits.</summary>
    public static bool TryParse(string text, out EnhancedStatus status)
    {
        status = default;
        var parts = text.Split('.');
        if (parts.Length != 3 || parts[0] is not ("2" or "4" or "5")
            || !TryNumber(parts[1], out var subject) || !TryNumber(parts[2], out var detail))
        {
            return false;
        }

        status = new EnhancedStatus(parts[0][0] - '0', subject, detail);
        return true;
    }

    private static bool TryNumber(string text, out int number)
    {
        number = 0;
        return text.Length is > 0 and <= 3
            && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }
}
