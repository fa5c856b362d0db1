using System.Text;
using Causeway.Authentication.Arc;
using Causeway.Authentication.Dkim;
using Causeway.Dns;
using Causeway.Mail;
using Microsoft.Extensions.Time.Testing;

namespace Causeway.Authentication.Tests.Arc;

/// <summary>Messages as texts, and what is asked of them.</summary>
internal static class Samples
{
    public static readonly DateTimeOffset Now = new(2026, 11, 28, 12, 0, 0, TimeSpan.Zero);

    /// <summary>The octets of a text of UTF-8; its lines end in CRLF.</summary>
    public static byte[] Octets(string text) =>
        Encoding.UTF8.GetBytes(text.ReplaceLineEndings("\n").Replace("\n", "\r\n", StringComparison.Ordinal));

    public static async Task<ArcVerdict> VerifyAsync(byte[] message, IResolver keys)
    {
        var header = HeaderBlock.Scan(message);
        using var body = new BodyHashes();
        var verification = new ArcVerifier(keys, new FakeTimeProvider(Now)).Begin(header, body);
        body.Write(message.AsSpan(header.Octets.Length));
        body.Complete();
        return await verification.CompleteAsync(TestContext.Current.CancellationToken);
    }
}
