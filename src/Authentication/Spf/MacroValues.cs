using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Causeway.Authentication.Spf;

/// <summary>What the letters of macros stand for in one check (RFC 7208 sections 7.2 and 7.3).</summary>
internal sealed class MacroValues(SpfQuestion question, string receiver, DateTimeOffset at)
{
    /// <summary>The name that a domain-spec makes, shortened from the left, without a final dot.</summary>
    /// <param name="domain">The domain whose record is judged.</param>
    /// <param name="clientName">What <c>%{p}</c> stands for.</param>
    public string NameOf(MacroString spec, string domain, string clientName)
    {
        // Labels are dropped from the left, so what stands in front of the end of the longest name never matters.
        var name = "";
        for (var i = spec.Parts.Length - 1; i >= 0 && name.Length <= TargetName.Longest + 1; i--)
        {
            name = Expand(spec.Parts[i], domain, clientName) + name;
        }

        return TargetName.Shortened(TargetName.WithoutFinalDot(name));
    }

    /// <summary>The text that an explain-string makes, cut to so many characters.</summary>
    public string TextOf(MacroString explanation, string domain, string clientName, int most)
    {
        var text = new StringBuilder();
        foreach (var part in explanation.Parts)
        {
            text.Append(Expand(part, domain, clientName));
            if (text.Length >= most)
            {
                return text.ToString(0, most);
            }
        }

        return text.ToString();
    }

    private static string Transformed(MacroPart part, string value)
    {
        var pieces = part.Delimiters is null ? value.Split('.') : value.Split(part.Delimiters.ToCharArray());
        if (part.IsReversed)
        {
            Array.Reverse(pieces);
        }

        var joined = string.Join('.', pieces.Skip(pieces.Length - Math.Min(part.Parts, pieces.Length)));

        // RFC 7208 section 7.3: an upper-case letter escapes all but the unreserved characters of RFC 3986.
        return part.IsEscaped ? Uri.EscapeDataString(joined) : joined;
    }

    private string Expand(MacroPart part, string domain, string clientName) =>
        part.Literal ?? Transformed(part, part.Letter switch
        {
            's' => $"{question.LocalPart}@{question.Domain}",
            'l' => question.LocalPart,
            'o' => question.Domain,
            'd' => domain,
            'i' => Dotted(),
            'p' => clientName,
            'v' => question.Family == AddressFamily.InterNetwork ? "in-addr" : "ip6",
            'h' => question.Helo,
            'c' => question.Client.ToString(),
            'r' => receiver,
            _ => at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
        });

    // RFC 7208 section 7.3: an IPv6 address as its 32 nibbles.
    private string Dotted() => question.Family == AddressFamily.InterNetwork
        ? question.Client.ToString()
        : string.Join<char>('.', Convert.ToHexString(question.Client.GetAddressBytes()));
}
