using System.Text;
using Causeway.Mail;
using Causeway.Queue.Facts;

namespace Causeway.Transport.Receiving;

/// <summary>
/// What the site at the edge hands on about who sent a message, in <c>X-Causeway-Authentication: by=filter;
/// ip=192.0.2.1; helo=mx.a.example; passed=yes; spf=pass ...</c>. It is believed because of the connection it comes by:
/// from everybody but our own sites it is removed.
/// </summary>
internal static class VerdictHeader
{
    private static readonly string[] Keys = ["by=", "ip=", "helo=", "passed="];

    public static ReadOnlySpan<byte> Name => "X-Causeway-Authentication"u8;

    /// <summary>The topmost field of the name; null without one, and where it is not of the form.</summary>
    public static Judged? Read(HeaderBlock header)
    {
        if (header.Find(Name) is not { } field)
        {
            return null;
        }

        var text = Encoding.UTF8.GetString(header.BodyOf(field)).Replace("\r\n", "", StringComparison.Ordinal);
        var parts = text.Split(';', Keys.Length + 1, StringSplitOptions.TrimEntries);
        if (parts.Length != Keys.Length + 1
            || !parts.Zip(Keys).All(pair => pair.First.StartsWith(pair.Second, StringComparison.Ordinal)))
        {
            return null;
        }

        var values = parts.Zip(Keys, (part, key) => part[key.Length..]).ToList();
        var results = string.Join(' ', parts[^1].Split(['\t', ' '], StringSplitOptions.RemoveEmptyEntries));
        return new Judged(values[1], values[2], values[0], results) { HasPassed = values[3] == "yes" };
    }

    /// <summary>The field with its line end.</summary>
    public static byte[] Write(Judged judged)
    {
        var field = new FoldedField("X-Causeway-Authentication")
            .Add($"{Keys[0]}{judged.By};").Add($"{Keys[1]}{judged.Source};")
            .Add($"{Keys[2]}{FoldedField.Safe(judged.Helo)};").Add($"{Keys[3]}{(judged.HasPassed ? "yes" : "no")};");
        foreach (var word in judged.Results.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            field.Add(word);
        }

        return field.ToOctets();
    }
}
