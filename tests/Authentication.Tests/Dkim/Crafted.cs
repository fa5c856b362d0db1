using System.Text;
using Causeway.Authentication.Dkim;

namespace Causeway.Authentication.Tests.Dkim;

/// <summary>Signatures with tags that our signer would not write.</summary>
internal static class Crafted
{
    public const string Tags = "v=1; a=ed25519-sha256; d=contoso.example; s=s1; h=from:subject; bh={bh}; b=";

    /// <summary>
    /// The message with a field on top of which b= is a good signature; <c>{bh}</c> in its tags stands for the hash of
    /// the body, of which <paramref name="limit"/> says how much is hashed.
    /// </summary>
    public static byte[] Sign(
        string message, SigningKey key, string tags = Tags, Canonicalization header = Canonicalization.Simple,
        Canonicalization body = Canonicalization.Simple, long? limit = null, string? names = null)
    {
        var octets = Some.Octets(message);
        var (block, rest) = Some.Split(octets);
        using var hashes = new BodyHashes();
        var bodyHash = hashes.Add(body, limit);
        hashes.Write(rest.Span);
        hashes.Complete();

        var field = Encoding.UTF8.GetBytes("DKIM-Signature: " + tags.Replace(
            "{bh}", Convert.ToBase64String(bodyHash.Value.Span), StringComparison.Ordinal));
        var list = names;
        if (list is null && TagList.TryParse(field.AsSpan("DKIM-Signature:".Length), out var parsed))
        {
            list = parsed.Compact("h");
        }

        using var hash = new HeaderHash(header);
        foreach (var signed in new SignedFields(block).Select((list ?? "from").Split(':'), null))
        {
            hash.Add(signed.Span);
        }

        var signature = Convert.ToBase64String(key.Sign(hash.Finish(field)));
        return [.. field, .. Encoding.UTF8.GetBytes(signature + "\r\n"), .. octets];
    }
}
