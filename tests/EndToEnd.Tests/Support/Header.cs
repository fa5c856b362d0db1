using System.Text;
using System.Text.RegularExpressions;

namespace Causeway.EndToEnd.Tests.Support;

/// <summary>The header of a message as tests look at it: characters 0 to 255, fields unfolded.</summary>
internal static class Header
{
    /// <summary>The bodies of all fields of a name, from top to bottom, each in one line.</summary>
    public static string[] All(byte[] message, string name)
    {
        var text = Encoding.Latin1.GetString(message);
        var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        var unfolded = Regex.Replace(
            end < 0 ? text : text[..end], "\r\n[ \t]+", " ", RegexOptions.None, Patience.Longest);
        return [.. unfolded.Split("\r\n").Select(line => line.Split(':', 2))
            .Where(field => field.Length == 2
                && field[0].TrimEnd().Equals(name, StringComparison.OrdinalIgnoreCase))
            .Select(field => field[1].Trim())];
    }

    /// <summary>The one <c>Authentication-Results</c> by which a site says what it found.</summary>
    public static string Results(byte[] message, string site) => Assert.Single(
        All(message, "Authentication-Results"), body => body.StartsWith($"{site};", StringComparison.Ordinal));

    /// <summary>The domains that signed a message, from the top.</summary>
    public static string[] Signers(byte[] message) =>
    [
        .. All(message, "DKIM-Signature")
            .Select(body => Regex.Match(body, @"\bd=([^;\s]+)", RegexOptions.None, Patience.Longest).Groups[1].Value),
    ];
}
