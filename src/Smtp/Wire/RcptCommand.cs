using Causeway.Core.Addresses;
using Causeway.Core.Envelopes;

namespace Causeway.Smtp.Wire;

/// <summary>RCPT (RFC 5321 section 4.1.1.3) with the parameters NOTIFY and ORCPT (RFC 3461).</summary>
public sealed record RcptCommand(ForwardPath ForwardPath)
{
    // RFC 3461 section 4.2.
    private const int LongestOriginalRecipient = 500;

    public NotifyOn Notify { get; init; }

    /// <summary>ORCPT as it came: <c>addr-type;xtext</c> (RFC 3461 section 4.2).</summary>
    public string? OriginalRecipient { get; init; }

    /// <param name="allowsUtf8">MAIL had SMTPUTF8 (RFC 6531 section 3.4).</param>
    public static SyntaxFault TryParse(string argument, bool allowsUtf8, out RcptCommand command)
    {
        command = new RcptCommand(ForwardPath.BarePostmaster);
        if (!PathSyntax.TrySplit(argument, "TO:", out var octets, out var parameters))
        {
            return allowsUtf8 || PathSyntax.IsAscii(argument) ? SyntaxFault.ForwardPath : SyntaxFault.NonAsciiAddress;
        }

        var fault = Mailbox.Decode(octets, allowsUtf8, SyntaxFault.ForwardPath, out var mailbox);
        if (fault != SyntaxFault.None)
        {
            return fault;
        }

        if (!mailbox.Equals("postmaster", StringComparison.OrdinalIgnoreCase))
        {
            if (!EmailAddress.TryParse(mailbox, out var address))
            {
                return SyntaxFault.ForwardPath;
            }

            command = new RcptCommand(new ForwardPath(address));
        }

        foreach (var parameter in new ParameterList(parameters))
        {
            fault = parameter.IsRepeated
                ? SyntaxFault.ParameterValue
                : command.Apply(parameter.Name, parameter.Value, allowsUtf8, out command);
            if (fault != SyntaxFault.None)
            {
                return fault;
            }
        }

        return SyntaxFault.None;
    }

    private SyntaxFault Apply(string name, string? value, bool allowsUtf8, out RcptCommand result)
    {
        result = this;
        switch (name.ToUpperInvariant())
        {
            case "NOTIFY" when TryReadNotify(value, out var notify):
                result = this with { Notify = notify };
                return SyntaxFault.None;
            case "ORCPT" when TryReadOriginal(value, allowsUtf8, out var original):
                result = this with { OriginalRecipient = original };
                return SyntaxFault.None;
            case "NOTIFY" or "ORCPT":
                return SyntaxFault.ParameterValue;
            default:
                return SyntaxFault.UnknownParameter;
        }
    }

    // RFC 3461 section 4.1: NEVER stands alone; the others in any order.
    private static bool TryReadNotify(string? value, out NotifyOn notify)
    {
        notify = NotifyOn.Unspecified;
        foreach (var word in (value ?? "").Split(','))
        {
            var flag = word.ToUpperInvariant() switch
            {
                "NEVER" => NotifyOn.Never,
                "SUCCESS" => NotifyOn.Success,
                "FAILURE" => NotifyOn.Failure,
                "DELAY" => NotifyOn.Delay,
                _ => NotifyOn.Unspecified,
            };
            if (flag == NotifyOn.Unspecified || notify.HasFlag(flag))
            {
                return false;
            }

            notify |= flag;
        }

        return notify == NotifyOn.Never || !notify.HasFlag(NotifyOn.Never);
    }

    // RFC 3461 section 4.2: ORCPT=addr-type;xtext. RFC 6533 section 3 adds the type utf-8, whose address may be UTF-8
    // as it is where SMTPUTF8 is in use.
    private static bool TryReadOriginal(string? value, bool allowsUtf8, out string original)
    {
        original = value ?? "";
        var semicolon = original.IndexOf(';', StringComparison.Ordinal);
        if (original.Length > LongestOriginalRecipient || semicolon <= 0
            || !original.AsSpan(0, semicolon).ToString().All(IsOfType))
        {
            return false;
        }

        var address = original[(semicolon + 1)..];
        if (Xtext.IsPrintable(address))
        {
            return true;
        }

        return allowsUtf8 && original.StartsWith("utf-8;", StringComparison.OrdinalIgnoreCase)
            && Mailbox.TryReadUtf8(original, out original)
            && Xtext.IsPrintable(string.Concat(address.Where(c => c < '\x80')));
    }

    // RFC 3461 section 4.2: addr-type = atom.
    private static bool IsOfType(char c) =>
        char.IsAsciiLetterOrDigit(c) || "!#$%&'*+-/=?^_`{|}~".Contains(c, StringComparison.Ordinal);
}
