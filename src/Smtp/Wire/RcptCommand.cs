using Causeway.Core.Addresses;
using Causeway.Core.Envelopes;

namespace Causeway.Smtp.Wire;

/// <summary>RCPT (RFC 5321 section 4.1.1.3). It takes no parameters, because DSN (RFC 3461) is not offered.</summary>
public sealed record RcptCommand(ForwardPath ForwardPath)
{
    public NotifyOn Notify { get; init; }

    /// <summary>ORCPT as it came: <c>addr-type;xtext</c> (RFC 3461 section 4.2).</summary>
    public string? OriginalRecipient { get; init; }

    public static SyntaxFault TryParse(string argument, out RcptCommand command)
    {
        command = new RcptCommand(ForwardPath.BarePostmaster);
        if (!PathSyntax.TrySplit(argument, "TO:", out var mailbox, out var parameters))
        {
            return PathSyntax.IsAscii(argument) ? SyntaxFault.ForwardPath : SyntaxFault.NonAsciiAddress;
        }

        if (!PathSyntax.IsAscii(mailbox))
        {
            return SyntaxFault.NonAsciiAddress;
        }

        if (!mailbox.Equals("postmaster", StringComparison.OrdinalIgnoreCase))
        {
            if (!EmailAddress.TryParse(mailbox, out var address))
            {
                return SyntaxFault.ForwardPath;
            }

            command = new RcptCommand(new ForwardPath(address));
        }

        return string.IsNullOrWhiteSpace(parameters) ? SyntaxFault.None : SyntaxFault.UnknownParameter;
    }
}
