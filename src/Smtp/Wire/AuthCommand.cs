using System.Text;

namespace Causeway.Smtp.Wire;

/// <summary>The mechanisms of authentication that are offered.</summary>
public enum AuthMechanism
{
    /// <summary>RFC 4616.</summary>
    Plain,

    /// <summary>Two prompts, for user name and password (draft-murchison-sasl-login).</summary>
    Login,

    /// <summary>RFC 7677.</summary>
    ScramSha256,
}

/// <summary>AUTH (RFC 4954 section 4) and what its lines hold.</summary>
/// <param name="InitialResponse">The decoded initial response; null where the client waits to be asked.</param>
public sealed record AuthCommand(AuthMechanism Mechanism, byte[]? InitialResponse)
{
    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    public static SyntaxFault TryParse(string argument, out AuthCommand command)
    {
        command = new AuthCommand(AuthMechanism.Plain, null);
        var words = argument.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length is 0 or > 2)
        {
            return SyntaxFault.Argument;
        }

        if (MechanismOf(words[0]) is not { } mechanism)
        {
            return SyntaxFault.UnknownMechanism;
        }

        byte[]? initial = null;

        // RFC 4954 section 4: a single "=" is an initial response of no octets.
        var fault = words.Length == 1 ? SyntaxFault.None
            : words[1] == "=" ? DecodeResponse("", out initial)
            : DecodeResponse(words[1], out initial);
        command = new AuthCommand(mechanism, initial);
        return fault;
    }

    // RFC 4422 section 3.1: names of mechanisms are compared without regard to case.
    private static AuthMechanism? MechanismOf(string name) => name.ToUpperInvariant() switch
    {
        "PLAIN" => AuthMechanism.Plain,
        "LOGIN" => AuthMechanism.Login,
        "SCRAM-SHA-256" => AuthMechanism.ScramSha256,
        _ => null,
    };

    /// <summary>Reads a line that answers a 334.</summary>
    public static SyntaxFault DecodeResponse(string line, out byte[]? response)
    {
        response = null;
        if (line == "*")
        {
            return SyntaxFault.Cancelled;
        }

        var decoded = new byte[line.Length];
        if (line.Contains(' ', StringComparison.Ordinal) || !Convert.TryFromBase64String(line, decoded, out var length))
        {
            return SyntaxFault.Base64;
        }

        response = decoded[..length];
        return SyntaxFault.None;
    }

    /// <summary>Reads <c>authzid NUL authcid NUL password</c> in UTF-8 (RFC 4616 section 2).</summary>
    public static bool TryReadPlain(byte[] response, out string actFor, out string user, out string password)
    {
        actFor = user = password = "";
        if (!TryReadText(response, out var text))
        {
            return false;
        }

        var parts = text.Split('\0');
        if (parts is not [_, { Length: > 0 }, { Length: > 0 }])
        {
            return false;
        }

        (actFor, user, password) = (parts[0], parts[1], parts[2]);
        return true;
    }

    public static bool TryReadText(byte[] response, out string text)
    {
        try
        {
            text = StrictUtf8.GetString(response);
            return true;
        }
        catch (DecoderFallbackException)
        {
            text = "";
            return false;
        }
    }
}
