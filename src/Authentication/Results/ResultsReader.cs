using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using Causeway.Mail;

namespace Causeway.Authentication.Results;

/// <summary>
/// Reads a field once, from left to right, and stops at the first fault. Beyond the grammar it takes what is in use:
/// values that should be quoted, empty ones, a reason behind the properties, a last semicolon.
/// </summary>
internal sealed class ResultsReader
{
    private const int DeepestComment = 8;

    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    private readonly string text;
    private int at;
    private bool isBroken;

    private ResultsReader(string text) => this.text = text;

    private char Next => at < text.Length ? text[at] : '\0';

    private bool IsAtEnd => at >= text.Length;

    public static bool TryRead(ReadOnlySpan<byte> body, [NotNullWhen(true)] out AuthenticationResults? results)
    {
        results = null;
        var line = body.EndsWith("\r\n"u8) ? body[..^2] : body;
        if (line.Length > AuthenticationResults.MostOctets)
        {
            return false;
        }

        try
        {
            var unfolded = Strict.GetString(line)
                .Replace("\r\n ", " ", StringComparison.Ordinal).Replace("\r\n\t", " ", StringComparison.Ordinal);
            results = unfolded.Any(c => c != '\t' && char.IsControl(c)) ? null : new ResultsReader(unfolded).Read();
            return results is not null;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }

    // authres-payload = [CFWS] authserv-id [CFWS authres-version] (no-result / 1*resinfo) [CFWS]
    private AuthenticationResults? Read()
    {
        Skip();
        var id = ReadValue();
        Skip();
        var version = ReadWhile(char.IsAsciiDigit);
        Skip();
        if (isBroken || id.Length == 0 || !IsVersionOne(version) || Next != ';')
        {
            return null;
        }

        var methods = ImmutableArray.CreateBuilder<MethodResult>();
        var (found, isNone) = (0, false);
        while (!isBroken && Take(';'))
        {
            Skip();
            if (IsAtEnd)
            {
                break;
            }

            isBroken |= ++found > AuthenticationResults.MostMethods || isNone;
            if (ReadMethod(out isNone) is { } method)
            {
                methods.Add(method);
            }
        }

        return isBroken || !IsAtEnd || found == 0 || (isNone && found > 1)
            ? null
            : new AuthenticationResults(id, methods.ToImmutable());
    }

    // methodspec [CFWS reasonspec] *(CFWS propspec), or the word none. Null for none, and for a version that we do not
    // know.
    private MethodResult? ReadMethod(out bool isNone)
    {
        var name = ReadKeyword();
        Skip();
        isNone = name == "none" && (IsAtEnd || Next == ';');
        if (isNone)
        {
            return null;
        }

        var version = "";
        if (Take('/'))
        {
            Skip();
            version = ReadWhile(char.IsAsciiDigit);
            isBroken |= version.Length == 0;
            Skip();
        }

        isBroken |= !Take('=');
        Skip();
        var method = new MethodResult(name, ReadKeyword());
        Skip();
        while (!isBroken && !IsAtEnd && Next != ';')
        {
            method = ReadDetail(method);
            Skip();
        }

        return IsVersionOne(version) ? method : null;
    }

    // reasonspec = "reason" [CFWS] "=" [CFWS] value; propspec = ptype [CFWS] "." [CFWS] property [CFWS] "=" pvalue.
    // Exchange Online says action=none besides, in its sets of ARC too: it is passed over.
    private MethodResult ReadDetail(MethodResult method)
    {
        var word = ReadKeyword();
        Skip();
        string? property = null;
        if (Take('.'))
        {
            Skip();
            property = ReadKeyword();
            Skip();
        }

        isBroken |= !Take('=');
        Skip();
        var value = ReadValue();
        if (property is null)
        {
            isBroken |= word is not ("reason" or "action") || (word == "reason" && method.Reason is not null);
            return word == "reason" ? method with { Reason = value } : method;
        }

        isBroken |= method.Properties.Length == AuthenticationResults.MostProperties;
        return method with { Properties = method.Properties.Add(new ResultProperty(word, property, value)) };
    }

    private string ReadKeyword()
    {
        var word = ReadWhile(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');
        isBroken |= !SafeValue.IsKeyword(word);
        return word.ToLowerInvariant();
    }

    // A token, a quoted string, or an address, whose local part may be one.
    private string ReadValue()
    {
        var value = new StringBuilder();
        while (!isBroken && !IsAtEnd && Next is not (' ' or '\t' or ';' or '('))
        {
            if (Next == '"')
            {
                ReadQuoted(value);
            }
            else
            {
                isBroken |= Next is '\\' or ')';
                value.Append(text[at++]);
            }
        }

        return value.ToString();
    }

    private void ReadQuoted(StringBuilder value)
    {
        for (at++; at < text.Length && text[at] != '"'; at++)
        {
            if (text[at] == '\\' && ++at == text.Length)
            {
                break;
            }

            value.Append(text[at]);
        }

        isBroken |= !Take('"');
    }

    private void Skip()
    {
        while (Next is '(' or ' ' or '\t')
        {
            var comment = Next == '(' ? Comment.At(text.AsSpan(at)) : new Comment(1, 0, IsClosed: true);
            isBroken |= !comment.IsClosed || comment.Depth > DeepestComment;
            at += comment.Length;
        }
    }

    private string ReadWhile(Func<char, bool> isOfIt)
    {
        var start = at;
        while (!IsAtEnd && isOfIt(text[at]))
        {
            at++;
        }

        return text[start..at];
    }

    private bool Take(char c)
    {
        var isThere = !IsAtEnd && text[at] == c;
        at += isThere ? 1 : 0;
        return isThere;
    }

    // RFC 8601 sections 2.2 and 2.4: 1 stands for itself and for no version.
    private static bool IsVersionOne(string version) => version.Length == 0
        || (int.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number == 1);
}
