using System.Globalization;
using Causeway.Authentication.Dkim;
using Causeway.Core.Addresses;

namespace Causeway.Transport.Signing;

/// <summary>
/// A key by which a site signs mail, and its dates. Its file is the key in PEM with the dates in front, where programs
/// that read PEM take them for a remark.
/// </summary>
public sealed record DatedKey(SigningKey Key, DateTimeOffset Created, DateTimeOffset SignsFrom)
{
    private const string CreatedWord = "created: ";
    private const string SignsFromWord = "signs-from: ";
    private const string Form = "yyyy-MM-dd'T'HH:mm:ss'Z'";

    public KeyDates Dates => new(Key.Selector, Key.Algorithm, Created, SignsFrom);

    /// <summary>Reads a file; the domain and the selector are its folder's name and its own.</summary>
    /// <exception cref="FormatException">It holds no key, or no dates.</exception>
    public static DatedKey Parse(DomainName domain, string selector, string text)
    {
        var lines = text.Split('\n', StringSplitOptions.TrimEntries);
        return new DatedKey(
            SigningKey.FromPem(domain, selector, text), Time(lines, CreatedWord), Time(lines, SignsFromWord));
    }

    public string ToText() => string.Create(CultureInfo.InvariantCulture, $"""
        The DKIM key {Key.RecordName}: its site's secret.
        {CreatedWord}{Created.UtcDateTime.ToString(Form, CultureInfo.InvariantCulture)}
        {SignsFromWord}{SignsFrom.UtcDateTime.ToString(Form, CultureInfo.InvariantCulture)}
        {Key.ToPem()}

        """);

    private static DateTimeOffset Time(string[] lines, string word) =>
        Array.Find(lines, line => line.StartsWith(word, StringComparison.Ordinal)) is { } line
        && DateTimeOffset.TryParseExact(
            line[word.Length..], Form, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time
            : throw new FormatException($"It has no line '{word}2026-01-31T09:00:00Z'.");
}
