using System.Text;

namespace Causeway.Smtp.Wire;

/// <summary>The last message of a SCRAM exchange (RFC 5802 section 7, client-final-message).</summary>
/// <param name="Channel">The gs2-header that the first message had, as the client says.</param>
/// <param name="Nonce">Both nonces.</param>
/// <param name="Proof">ClientProof: 32 octets for SHA-256.</param>
/// <param name="WithoutProof">The message up to the proof: the end of what is signed.</param>
public sealed record ScramClientFinal(string Channel, string Nonce, byte[] Proof, string WithoutProof)
{
    private const int ProofLength = 32;

    public static bool TryParse(string text, out ScramClientFinal message)
    {
        message = new ScramClientFinal("", "", [], "");
        var proofAt = text.LastIndexOf(",p=", StringComparison.Ordinal);
        if (proofAt < 0)
        {
            return false;
        }

        var fields = text[..proofAt].Split(',');
        if (fields.Length < 2 || !fields[0].StartsWith("c=", StringComparison.Ordinal)
            || !fields[1].StartsWith("r=", StringComparison.Ordinal)
            || fields.Skip(2).Any(field => field.StartsWith("m=", StringComparison.Ordinal))
            || !TryDecode(fields[0][2..], out var channel)
            || !TryDecode(text[(proofAt + 3)..], out var proof) || proof.Length != ProofLength)
        {
            return false;
        }

        message = new ScramClientFinal(
            Encoding.UTF8.GetString(channel), fields[1][2..], proof, text[..proofAt]);
        return true;
    }

    private static bool TryDecode(string text, out byte[] octets)
    {
        var buffer = new byte[text.Length];
        var isGood = Convert.TryFromBase64String(text, buffer, out var length);
        octets = buffer[..length];
        return isGood;
    }
}
