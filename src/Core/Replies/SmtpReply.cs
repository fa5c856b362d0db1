using System.Globalization;

namespace Causeway.Core.Replies;

/// <summary>
/// A reply to an SMTP command (RFC 5321 section 4.2): a code, an enhanced status code where one applies (RFC 2034), and
/// one line of text.
/// </summary>
public sealed record SmtpReply(int Code, EnhancedStatus? Status, string Text)
{
    public bool IsPositive => Code is >= 200 and < 400;

    public bool IsTransient => Code is >= 400 and < 500;

    public bool IsPermanent => Code >= 500;

    /// <summary>Builds a reply from <c>"5.7.51"</c> and a text.</summary>
    public static SmtpReply Of(int code, string status, string text) =>
        EnhancedStatus.TryParse(status, out var parsed)
            ? new SmtpReply(code, parsed, text)
            : throw new FormatException($"'{status}' is not an enhanced status code.");

    /// <summary>The reply as one line without CRLF: <c>550 5.7.51 text</c>.</summary>
    public override string ToString() => Status is { } status
        ? string.Create(CultureInfo.InvariantCulture, $"{Code} {status} {Text}")
        : string.Create(CultureInfo.InvariantCulture, $"{Code} {Text}");
}
