using System.Globalization;
using System.Text;
using Causeway.Core.Addresses;
using Causeway.Core.Envelopes;

namespace Causeway.Smtp.Wire;

/// <summary>
/// MAIL (RFC 5321 section 4.1.1.2) with the parameters SIZE (RFC 1870), BODY (RFC 6152), AUTH (RFC 4954).
/// </summary>
public sealed record MailCommand(ReversePath ReversePath)
{
    /// <summary>The size that the client declares, in octets; null where it declares none.</summary>
    public long? Size { get; init; }

    public BodyType Body { get; init; }

    /// <summary>AUTH=: who submitted the message first, by the client's word; null where it does not say.</summary>
    public ReversePath? Submitter { get; init; }

    /// <summary>ENVID in xtext, as it came (RFC 3461 section 4.4).</summary>
    public string? EnvelopeId { get; init; }

    public ReturnContent Return { get; init; }

    /// <summary>SMTPUTF8: addresses or header fields may hold UTF-8 (RFC 6531 section 3.4).</summary>
    public bool NeedsUtf8 { get; init; }

    public static SyntaxFault TryParse(string argument, out MailCommand command)
    {
        command = new MailCommand(ReversePath.Null);
        if (!PathSyntax.TrySplit(argument, "FROM:", out var mailbox, out var parameters))
        {
            return PathSyntax.IsAscii(argument) ? SyntaxFault.ReversePath : SyntaxFault.NonAsciiAddress;
        }

        if (!PathSyntax.IsAscii(mailbox))
        {
            return SyntaxFault.NonAsciiAddress;
        }

        if (!ReversePath.TryParse(mailbox, out var path))
        {
            return SyntaxFault.ReversePath;
        }

        command = command with { ReversePath = path };
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var parameter in parameters.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = parameter.IndexOf('=', StringComparison.Ordinal);
            var name = equals < 0 ? parameter : parameter[..equals];
            var value = equals < 0 ? "" : parameter[(equals + 1)..];
            var fault = seen.Add(name) ? command.Apply(name, value, out command) : SyntaxFault.ParameterValue;
            if (fault != SyntaxFault.None)
            {
                return fault;
            }
        }

        return SyntaxFault.None;
    }

    private SyntaxFault Apply(string name, string value, out MailCommand result)
    {
        result = this;
        switch (name.ToUpperInvariant())
        {
            case "SIZE" when TryReadSize(value, out var size):
                result = this with { Size = size };
                return SyntaxFault.None;
            case "BODY" when value.Equals("7BIT", StringComparison.OrdinalIgnoreCase):
                return SyntaxFault.None;
            case "BODY" when value.Equals("8BITMIME", StringComparison.OrdinalIgnoreCase):
                result = this with { Body = BodyType.EightBitMime };
                return SyntaxFault.None;
            case "AUTH" when TryReadSubmitter(value, out var submitter):
                result = this with { Submitter = submitter };
                return SyntaxFault.None;
            case "SIZE" or "BODY" or "AUTH":
                return SyntaxFault.ParameterValue;
            default:
                return SyntaxFault.UnknownParameter;
        }
    }

    // RFC 1870 section 4: 1 to 20 digits; what no long can hold is larger than any limit.
    private static bool TryReadSize(string value, out long size)
    {
        size = 0;
        if (value.Length is 0 or > 20 || !value.All(char.IsAsciiDigit))
        {
            return false;
        }

        if (!long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out size))
        {
            size = long.MaxValue;
        }

        return true;
    }

    private static bool TryReadSubmitter(string value, out ReversePath submitter)
    {
        submitter = ReversePath.Null;
        return value == "<>"
            || (TryDecodeXtext(value, out var mailbox) && mailbox.Length > 0
                && ReversePath.TryParse(mailbox, out submitter));
    }

    // RFC 3461 section 4: xtext writes an octet as "+" and two upper-case hexadecimal digits.
    private static bool TryDecodeXtext(string value, out string text)
    {
        var decoded = new StringBuilder(value.Length);
        text = "";
        for (var i = 0; i < value.Length; i++)
        {
            var c = value[i];
            if (c == '+')
            {
                if (i + 2 >= value.Length || !byte.TryParse(value.AsSpan(i + 1, 2), NumberStyles.AllowHexSpecifier,
                    CultureInfo.InvariantCulture, out var octet) || octet > 0x7F)
                {
                    return false;
                }

                c = (char)octet;
                i += 2;
            }
            else if (c is < '!' or > '~' or '=')
            {
                return false;
            }

            decoded.Append(c);
        }

        text = decoded.ToString();
        return true;
    }
}
