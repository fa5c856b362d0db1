using System.Text;

namespace Causeway.Smtp.Wire;

/// <summary>The first message of a SCRAM exchange (RFC 5802 section 7, client-first-message).</summary>
/// <param name="ChannelHeader">The gs2-header, which the client repeats in its final message.</param>
/// <param name="ActFor">The authorization identity; empty for the user's own.</param>
/// <param name="User">The user name, decoded.</param>
/// <param name="Nonce">What the client made up.</param>
/// <param name="Bare">The message without the gs2-header: the beginning of what is signed.</param>
public sealed record ScramClientFirst(string ChannelHeader, string ActFor, string User, string Nonce, string Bare)
{
    // Clients make up 16 to 32 octets; what is longer is signed by both sides to no purpose.
    private const int LongestNonce = 256;

    public static bool TryParse(string text, out ScramClientFirst message)
    {
        message = new ScramClientFirst("", "", "", "", "");
        var parts = text.Split(',', 3);

        // "y": the client could bind the channel and believes rightly that we do not offer it. "p=": we do not.
        if (parts.Length != 3 || parts[0] is not ("n" or "y") || !TryActFor(parts[1], out var actFor))
        {
            return false;
        }

        // RFC 5802 section 5.1: an extension that must be understood ("m=") ends the exchange; none exists.
        var fields = parts[2].Split(',');
        if (fields.Length < 2 || !fields[0].StartsWith("n=", StringComparison.Ordinal)
            || !fields[1].StartsWith("r=", StringComparison.Ordinal)
            || !TryName(fields[0][2..], out var user) || !IsNonce(fields[1][2..]))
        {
            return false;
        }

        message = new ScramClientFirst($"{parts[0]},{parts[1]},", actFor, user, fields[1][2..], parts[2]);
        return true;
    }

    internal static bool IsNonce(string text) =>
        text.Length is > 0 and <= LongestNonce && text.All(sign => sign is > ' ' and < '\x7f' and not ',');

    private static bool TryActFor(string text, out string actFor)
    {
        actFor = "";
        return text.Length == 0
            || (text.StartsWith("a=", StringComparison.Ordinal) && TryName(text[2..], out actFor));
    }

    // RFC 5802 section 5.1: a comma is written "=2C" and an equals sign "=3D"; no other "=" may stand there.
    private static bool TryName(string text, out string name)
    {
        var decoded = new StringBuilder(text.Length);
        name = "";
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '=')
            {
                var sign = text.AsSpan(i + 1) switch
                {
                    ['2', 'C', ..] => ',',
                    ['3', 'D', ..] => '=',
                    _ => '\0',
                };
                if (sign == '\0')
                {
                    return false;
                }

                decoded.Append(sign);
                i += 2;
            }
            else if (text[i] == '\0')
            {
                return false;
            }
            else
            {
                decoded.Append(text[i]);
            }
        }

        name = decoded.ToString();
        return name.Length > 0;
    }
}
