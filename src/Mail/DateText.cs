using System.Globalization;

namespace Causeway.Mail;

/// <summary>A date as header fields write it (RFC 5322 section 3.3).</summary>
internal static class DateText
{
    public static string Of(DateTimeOffset at) =>
        at.ToString("ddd, d MMM yyyy HH:mm:ss ", CultureInfo.InvariantCulture)
        + at.ToString("zzz", CultureInfo.InvariantCulture).Replace(":", "", StringComparison.Ordinal);
}
