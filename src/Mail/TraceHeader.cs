using System.Buffers;
using System.Collections.Immutable;
using System.Text;

namespace Causeway.Mail;

/// <summary>
/// What our sites tell each other about a message in <c>X-Causeway-Trace: id=...; served=mark,mark</c>: the id of its
/// trace, and a mark for each (site, recipient, version) that was served, by which loops are cut. Marks are digests, so
/// that no recipient is named to another (RFC 5321 section 7.2).
/// </summary>
public sealed record TraceHeader(string Id, ImmutableArray<string> Served)
{
    /// <summary>An id or a mark has at most this many characters.</summary>
    public const int TokenLimit = 64;

    /// <summary>Marks beyond these are not read; a message cannot honestly have so many.</summary>
    public const int ServedLimit = 1000;

    private const string IdKey = "id=";
    private const string ServedKey = "served=";

    private static readonly SearchValues<char> TokenCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~");

    public static ReadOnlySpan<byte> Name => "X-Causeway-Trace"u8;

    /// <summary>
    /// Reads all fields of the name: the id of the topmost that has one, and the marks of all of them. Null where no
    /// field holds an id. What is not of the form is passed over.
    /// </summary>
    public static TraceHeader? Read(HeaderBlock header)
    {
        string? id = null;
        var served = new List<string>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var field in header.Fields)
        {
            if (!header.IsNamed(field, Name))
            {
                continue;
            }

            var text = Encoding.UTF8.GetString(header.BodyOf(field));
            foreach (var part in text.Split(';', StringSplitOptions.TrimEntries))
            {
                if (part.StartsWith(IdKey, StringComparison.OrdinalIgnoreCase) && IsToken(part[IdKey.Length..]))
                {
                    id ??= part[IdKey.Length..];
                }
                else if (part.StartsWith(ServedKey, StringComparison.OrdinalIgnoreCase))
                {
                    served.AddRange(part[ServedKey.Length..].Split(',', StringSplitOptions.TrimEntries)
                        .Where(mark => IsToken(mark) && seen.Count < ServedLimit && seen.Add(mark)));
                }
            }
        }

        return id is null ? null : new TraceHeader(id, [.. served]);
    }

    /// <summary>The field with its line end, folded between marks.</summary>
    public byte[] Write()
    {
        if (!IsToken(Id) || !Served.All(IsToken))
        {
            throw new InvalidOperationException("A trace id or mark holds a character that its field cannot.");
        }

        var field = new FoldedField("X-Causeway-Trace").Add(Served.IsEmpty ? $"{IdKey}{Id}" : $"{IdKey}{Id};");
        for (var i = 0; i < Served.Length; i++)
        {
            field.Add((i == 0 ? ServedKey : "") + Served[i] + (i < Served.Length - 1 ? "," : ""));
        }

        return field.ToOctets();
    }

    private static bool IsToken(string text) =>
        text.Length is > 0 and <= TokenLimit && !text.AsSpan().ContainsAnyExcept(TokenCharacters);
}
