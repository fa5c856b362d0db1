using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Causeway.Mail;

namespace Causeway.Authentication.Results;

/// <summary>
/// What a site found out about a message: the body of <c>Authentication-Results</c> (RFC 8601 section 2.2; UTF-8 as in
/// RFC 8616). Nothing in it can become another method, property or line, whoever chose the values: see
/// <see cref="SafeValue"/>.
/// </summary>
/// <param name="AuthservId">The name of whoever judged; it is believed only where a site's own border wrote it.</param>
/// <param name="Methods">The findings; empty where nothing was judged (<c>none</c>).</param>
public sealed record AuthenticationResults(string AuthservId, ImmutableArray<MethodResult> Methods)
{
    /// <summary>
    /// The longest field that is read, in octets. No RFC names a limit; this is that of a field of addresses.
    /// </summary>
    public const int MostOctets = 16 << 10;

    /// <summary>The most methods that are read or written: 8 signatures, 50 ARC sets and what else there is.</summary>
    public const int MostMethods = 64;

    /// <summary>The most properties of a method; RFC 8601 section 2.7 knows 7 of one.</summary>
    public const int MostProperties = 16;

    /// <summary>The field's body in one line: the id and what follows it.</summary>
    public string Text => string.Join(' ', Words());

    /// <summary>What stands behind the id and its semicolon, in one line, as it goes into a set of ARC.</summary>
    public string MethodsText => string.Join(' ', Words().Skip(1));

    /// <summary>
    /// Reads what stands behind the colon of a field, its line end included. Read are versions 1 alone; what is no
    /// list of findings, or too long a one, is none at all. Results of a method version that we do not know are passed
    /// over.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<byte> body, [NotNullWhen(true)] out AuthenticationResults? results) =>
        ResultsReader.TryRead(body, out results);

    /// <summary>The whole field, folded, with its line end.</summary>
    public byte[] Write() => Write("Authentication-Results", []);

    /// <summary>A field with this content behind words of its own, such as <c>i=1;</c>.</summary>
    internal byte[] Write(string name, IEnumerable<string> before)
    {
        var field = new FoldedField(name);
        foreach (var word in before.Concat(Words()))
        {
            field.Add(word);
        }

        return field.ToOctets();
    }

    public bool Equals(AuthenticationResults? other) =>
        other is not null && AuthservId == other.AuthservId && Methods.SequenceEqual(other.Methods);

    public override int GetHashCode() => HashCode.Combine(AuthservId, Methods.Length);

    private List<string> Words()
    {
        var words = new List<string> { SafeValue.Of(AuthservId) };
        foreach (var method in Methods.Take(MostMethods))
        {
            words[^1] += ";";
            words.Add($"{SafeValue.Keyword(method.Method)}={SafeValue.Keyword(method.Result)}");
            if (method.Reason is { } reason)
            {
                words.AddRange($"reason={SafeValue.OfText(reason)}".Split(' '));
            }

            foreach (var property in method.Properties.Take(MostProperties))
            {
                var name = $"{SafeValue.Keyword(property.Type)}.{SafeValue.Keyword(property.Name)}";
                words.Add($"{name}={SafeValue.Of(property.Value)}");
            }
        }

        if (words.Count == 1)
        {
            words[0] += ";";
            words.Add("none");
        }

        return words;
    }
}
