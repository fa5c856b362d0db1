using System.Globalization;
using System.Text;

namespace Causeway.Mail.Dsn;

/// <summary>One hop as a Received field tells it (RFC 5321 section 4.4), made fit to be shown.</summary>
internal sealed record ReceivedHop(string From, string By, DateTimeOffset? At)
{
    private const int Most = 30;

    /// <summary>The hops of a message, the first first; of very many the latest.</summary>
    public static IReadOnlyList<ReceivedHop> Read(HeaderBlock header)
    {
        var hops = new List<ReceivedHop>();
        foreach (var field in header.Fields)
        {
            if (header.IsNamed(field, "Received"u8) && hops.Count < Most)
            {
                hops.Add(Of(SafeText.Ascii(Encoding.UTF8.GetString(header.BodyOf(field)))));
            }
        }

        hops.Reverse();
        return hops;
    }

    private static ReceivedHop Of(string text)
    {
        var words = text.Split(' ');
        var semicolon = text.LastIndexOf(';');
        var date = text[(semicolon + 1)..].Split('(')[0];
        return new ReceivedHop(
            After(words, "from"), After(words, "by"),
            DateTimeOffset.TryParse(date, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
                ? at
                : null);
    }

    private static string After(string[] words, string key)
    {
        var index = Array.IndexOf(words, key);
        return index >= 0 && index + 1 < words.Length ? words[index + 1].TrimEnd(';') : "";
    }
}
