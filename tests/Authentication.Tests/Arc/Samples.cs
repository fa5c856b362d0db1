using System.Text;
using Causeway.Authentication.Arc;
using Causeway.Authentication.Dkim;
using Causeway.Authentication.Results;
using Causeway.Core.Addresses;
using Causeway.Dns;
using Causeway.Mail;
using Microsoft.Extensions.Time.Testing;

namespace Causeway.Authentication.Tests.Arc;

/// <summary>A message, three organizations that pass it on, and what is asked of them.</summary>
internal static class Samples
{
    public const string Plain =
        """
        From: Alice <alice@fabrikam.example>
        To: list@contoso.example
        Subject: Figures
        Date: Sat, 28 Nov 2026 12:00:00 +0000
        Message-ID: <1@fabrikam.example>

        Dear all,
        these are the figures.

        """;

    public static readonly DateTimeOffset Now = new(2026, 11, 28, 12, 0, 0, TimeSpan.Zero);

    public static readonly SigningKey Contoso = Key("contoso.example", SigningAlgorithm.RsaSha256);
    public static readonly SigningKey Tailspin = Key("tailspin.example", SigningAlgorithm.Ed25519Sha256);
    public static readonly SigningKey Evil = Key("evil.example", SigningAlgorithm.RsaSha256);

    /// <summary>The public keys of all three.</summary>
    public static FakeZone Zone()
    {
        var zone = new FakeZone();
        foreach (var key in new[] { Contoso, Tailspin, Evil })
        {
            zone.Txt[key.RecordName] = [key.Record];
        }

        return zone;
    }

    /// <summary>The octets of a text of UTF-8; its lines end in CRLF.</summary>
    public static byte[] Octets(string text) =>
        Encoding.UTF8.GetBytes(text.ReplaceLineEndings("\n").Replace("\n", "\r\n", StringComparison.Ordinal));

    public static string Text(byte[] octets) =>
        Encoding.UTF8.GetString(octets).Replace("\r\n", "\n", StringComparison.Ordinal);

    public static async Task<ArcVerdict> VerifyAsync(byte[] message, IResolver keys)
    {
        var header = HeaderBlock.Scan(message);
        using var body = new BodyHashes();
        var verification = new ArcVerifier(keys, new FakeTimeProvider(Now)).Begin(header, body);
        body.Write(message.AsSpan(header.Octets.Length));
        body.Complete();
        return await verification.CompleteAsync(TestContext.Current.CancellationToken);
    }

    public static Task<ArcVerdict> VerifyAsync(string message) => VerifyAsync(Octets(message), Zone());

    /// <summary>The message with one more set on top, by somebody who found this out about its chain.</summary>
    public static byte[] Seal(byte[] message, SigningKey key, ArcVerdict found, AuthenticationResults? results = null)
    {
        var header = HeaderBlock.Scan(message);
        using var body = new BodyHashes();
        var hash = body.Add(Canonicalization.Relaxed, null);
        body.Write(message.AsSpan(header.Octets.Length));
        body.Complete();
        var ours = results ?? Results(key.Domain.Value, "pass");
        return [.. ArcSealer.Seal(header, found, ours, hash, key, Now), .. message];
    }

    /// <summary>The message sealed by each in turn, who tell the truth about what they found.</summary>
    public static async Task<string> SealAsync(string message, params SigningKey[] keys)
    {
        var octets = Octets(message);
        foreach (var key in keys)
        {
            octets = Seal(octets, key, await VerifyAsync(octets, Zone()));
        }

        return Text(octets);
    }

    /// <summary>What a site says of a message from fabrikam.example.</summary>
    public static AuthenticationResults Results(string id, string dmarc, string from = "fabrikam.example") =>
        new(id, [new MethodResult("dmarc", dmarc).With("header", "from", from)]);

    /// <summary>A verdict as somebody who lies would have it.</summary>
    public static ArcVerdict Verdict(ArcResult result, int sets) => new(
        result, [.. Enumerable.Range(1, sets).Select(i => new ArcHop(i, "evil.example", "s", "pass", ""))]);

    private static SigningKey Key(string domain, SigningAlgorithm algorithm) =>
        SigningKey.Create(algorithm, DomainName.Parse(domain), "arc");
}
