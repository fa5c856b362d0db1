using System.Globalization;
using Causeway.Core.Addresses;
using Causeway.Core.Envelopes;

namespace Causeway.Smtp.Wire;

/// <summary>
/// MAIL (RFC 5321 section 4.1.1.2) with the parameters SIZE (RFC 1870), BODY (RFC 6152), AUTH (RFC 4954), RET and ENVID
/// (RFC 3461), SMTPUTF8 (RFC 6531).
/// </summary>
public sealed record MailCommand(ReversePath ReversePath)
{
    // RFC 3461 section 4.4.
    private const int LongestEnvelopeId = 100;

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
        if (!PathSyntax.TrySplit(argument, "FROM:", out var octets, out var parameters))
        {
            return PathSyntax.IsAscii(argument) ? SyntaxFault.ReversePath : SyntaxFault.NonAsciiAddress;
        }

        // The parameters say whether the path may hold UTF-8, so they are read first and complained of last.
        var parameterFault = command.Apply(parameters, out command);
        var pathFault = Mailbox.Decode(octets, command.NeedsUtf8, SyntaxFault.ReversePath, out var mailbox);
        if (pathFault != SyntaxFault.None)
        {
            return pathFault;
        }

        if (!ReversePath.TryParse(mailbox, out var path))
        {
            return SyntaxFault.ReversePath;
        }

        command = command with { ReversePath = path };
        return parameterFault;
    }

    private SyntaxFault Apply(string parameters, out MailCommand result)
    {
        result = this;
        foreach (var parameter in new ParameterList(parameters))
        {
            var fault = parameter.IsRepeated
                ? SyntaxFault.ParameterValue
                : result.Apply(parameter.Name, parameter.Value, out result);
            if (fault != SyntaxFault.None)
            {
                return fault;
            }
        }

        return SyntaxFault.None;
    }

    private SyntaxFault Apply(string name, string? value, out MailCommand result)
    {
        result = this;
        switch (name.ToUpperInvariant())
        {
            case "SIZE" when TryReadSize(value, out var size):
                result = this with { Size = size };
                return SyntaxFault.None;
            case "BODY" when Is(value, "7BIT"):
                return SyntaxFault.None;
            case "BODY" when Is(value, "8BITMIME"):
                result = this with { Body = BodyType.EightBitMime };
                return SyntaxFault.None;
            case "AUTH" when TryReadSubmitter(value, out var submitter):
                result = this with { Submitter = submitter };
                return SyntaxFault.None;
            case "RET" when Is(value, "FULL") || Is(value, "HDRS"):
                result = this with { Return = Is(value, "FULL") ? ReturnContent.Full : ReturnContent.Headers };
                return SyntaxFault.None;
            case "ENVID" when value?.Length <= LongestEnvelopeId && Xtext.IsPrintable(value):
                result = this with { EnvelopeId = value };
                return SyntaxFault.None;
            case "SMTPUTF8" when value is null:
                result = this with { NeedsUtf8 = true };
                return SyntaxFault.None;
            case "SIZE" or "BODY" or "AUTH" or "RET" or "ENVID" or "SMTPUTF8":
                return SyntaxFault.ParameterValue;
            default:
                return SyntaxFault.UnknownParameter;
        }
    }

    private static bool Is(string? value, string word) => word.Equals(value, StringComparison.OrdinalIgnoreCase);

    // RFC 1870 section 4: 1 to 20 digits; what no long can hold is larger than any limit.
    private static bool TryReadSize(string? value, out long size)
    {
        size = 0;
        if (value is not { Length: > 0 and <= 20 } || !value.All(char.IsAsciiDigit))
        {
            return false;
        }

        if (!long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out size))
        {
            size = long.MaxValue;
        }

        return true;
    }

    private static bool TryReadSubmitter(string? value, out ReversePath submitter)
    {
        submitter = ReversePath.Null;
        return value == "<>"
            || (value is not null && Xtext.TryDecode(value, out var mailbox) && mailbox.Length > 0
                && ReversePath.TryParse(mailbox, out submitter));
    }
}
