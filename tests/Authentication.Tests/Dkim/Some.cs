using System.Collections.Immutable;
using System.Text;
using Causeway.Authentication.Dkim;
using Causeway.Core.Addresses;
using Causeway.Dns;
using Causeway.Mail;
using Microsoft.Extensions.Time.Testing;

namespace Causeway.Authentication.Tests.Dkim;

/// <summary>Messages, keys and the way through signer and verifier.</summary>
internal static class Some
{
    public static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public static readonly DomainName Domain = DomainName.Parse("contoso.example");

    public const string Message = """
        From: Ann <ann@contoso.example>
        To: bob@fabrikam.example
        Subject: Lunch
        Date: Sun, 1 Mar 2026 12:00:00 +0000
        Message-ID: <1@contoso.example>

        At noon?

        Ann

        """;

    public static SigningKey Key(SigningAlgorithm algorithm = SigningAlgorithm.Ed25519Sha256, string selector = "s1") =>
        SigningKey.Create(algorithm, Domain, selector);

    public static byte[] Octets(string message) =>
        Encoding.Latin1.GetBytes(message.ReplaceLineEndings("\r\n"));

    /// <summary>The header of a message, and what is behind it.</summary>
    public static (HeaderBlock Header, ReadOnlyMemory<byte> Body) Split(ReadOnlyMemory<byte> message)
    {
        var header = HeaderBlock.Scan(message);
        return (header, message[header.Octets.Length..]);
    }

    /// <summary>The message with a signature on top.</summary>
    public static byte[] Signed(byte[] message, SigningKey key, DateTimeOffset? at = null)
    {
        var (header, body) = Split(message);
        using var hashes = new BodyHashes();
        var hash = hashes.Add(Canonicalization.Relaxed, null);
        hashes.Write(body.Span);
        hashes.Complete();
        return [.. DkimSigner.Sign(header, hash, key, at ?? Now), .. message];
    }

    public static FakeZone Zone(params ReadOnlySpan<SigningKey> keys)
    {
        var zone = new FakeZone();
        foreach (var key in keys)
        {
            zone.Txt[key.RecordName] = [key.Record];
        }

        return zone;
    }

    public static async Task<ImmutableArray<DkimVerdict>> VerifyAsync(
        byte[] message, IResolver resolver, DateTimeOffset? at = null)
    {
        var (header, body) = Split(message);
        using var hashes = new BodyHashes();
        var verification = new DkimVerifier(resolver, new FakeTimeProvider(at ?? Now)).Begin(header, hashes);
        hashes.Write(body.Span);
        hashes.Complete();
        return await verification.CompleteAsync(TestContext.Current.CancellationToken);
    }

    public static async Task<DkimVerdict> VerdictAsync(
        byte[] message, IResolver resolver, DateTimeOffset? at = null) =>
        Assert.Single(await VerifyAsync(message, resolver, at));

    /// <summary>The folder of foreign test vectors; null without it.</summary>
    public static string? Vectors(params ReadOnlySpan<string> folders)
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (File.Exists(Path.Combine(at.FullName, "Causeway.slnx")))
            {
                var path = Path.GetFullPath(Path.Combine(
                    [at.FullName, "..", "shared", "data", "dkim-dev", .. folders]));
                return Directory.Exists(path) ? path : null;
            }
        }

        return null;
    }
}
