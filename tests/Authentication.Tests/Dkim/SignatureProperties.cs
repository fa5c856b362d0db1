using System.Text;
using Causeway.Authentication.Dkim;
using CsCheck;

namespace Causeway.Authentication.Tests.Dkim;

/// <summary>What holds for every message.</summary>
public sealed class SignatureProperties : IDisposable
{
    private static readonly Gen<string> Values = Gen.OneOf<string>(
        ["a", "B", " ", "\t", "\r\n ", "\r\n\t", "x@contoso.example", ":", ";", "=", "\u00e4", "\r\n \r\n "])
        .Array[0, 12].Select(string.Concat);

    private static readonly Gen<string> Names = Gen.OneOf<string>(
        ["From", "To", "Subject", "SUBJECT", "Cc ", "Date", "X-Other", "Received", "List-Id", "from\t"]);

    private static readonly Gen<string> Bodies = Gen.OneOf<string>(
        ["word", " ", "\t", "\r\n", "\r\n\r\n", ".", "\u00e4", "-- "]).Array[0, 30].Select(string.Concat);

    private static readonly Gen<string> Messages = Gen.Select(
        Gen.Select(Names, Values, (name, value) => $"{name}:{value}\r\n").Array[0, 12].Select(string.Concat), Bodies,
        (header, body) => $"{header}From: ann@contoso.example\r\n\r\n{body}");

    private readonly SigningKey ed25519 = Some.Key();
    private readonly SigningKey rsa = Some.Key(SigningAlgorithm.RsaSha256, "s2");

    [Fact]
    public void What_was_signed_passes() => Messages.Sample(text =>
    {
        var message = Some.Signed(Some.Signed(Octets(text), ed25519), rsa);

        Assert.All(Verify(message), verdict => Assert.Equal((DkimResult.Pass, null), (verdict.Result, verdict.Reason)));
    }, iter: 500);

    [Fact]
    public void A_change_of_any_signed_octet_is_seen_where_the_form_is_simple() => Gen.Select(
        Gen.Select(Values, Bodies), Gen.Int[0, 10_000], Gen.Byte).Sample((parts, at, octet) =>
        {
            var text = $"From: a@contoso.example\r\nSubject:{parts.Item1}\r\n\r\n{parts.Item2}.\r\n";
            var message = Crafted.Sign(text, ed25519);
            var signature = message.AsSpan().IndexOf("; b="u8) + 4;
            var rest = message.AsSpan(signature).IndexOf("\r\n"u8) + signature;
            at %= message.Length;
            if ((at >= signature && at <= rest) || message[at] == octet)
            {
                return;
            }

            message[at] = octet;
            Assert.DoesNotContain(Verify(message), verdict => verdict.Result == DkimResult.Pass);
        }, iter: 3000);

    [Fact]
    public void A_change_of_a_letter_is_seen_where_the_form_is_relaxed_and_one_of_white_space_is_not() => Gen.Select(
        Messages, Gen.Int[0, 10_000]).Sample((text, at) =>
        {
            var message = Some.Signed(Octets("Subject: One Two\r\n" + text + "Word  \t end \r\n"), rsa);
            var other = Encoding.Latin1.GetString(message);
            var words = new[] { "One", "Two", "Word", "end" };
            var word = other.IndexOf(words[at % 4], StringComparison.Ordinal);
            var changed = (byte[])message.Clone();
            changed[word + at % 3] ^= 1;
            Assert.Equal(DkimResult.Fail, Assert.Single(Verify(changed)).Result);

            var relaxed = other.Replace("Subject: One Two", "SUBJECT  :\r\n\tOne\r\n \t Two ", StringComparison.Ordinal)
                .Replace("Word  \t end \r\n", "Word end\t\r\n\t \r\n\r\n", StringComparison.Ordinal);
            Assert.Equal(DkimResult.Pass, Assert.Single(Verify(Octets(relaxed))).Result);
        }, iter: 300);

    [Fact]
    public void No_field_whatever_it_says_does_more_than_not_to_pass() => Gen.Select(
        Gen.OneOf<string>(["v=1", "a=", "rsa-sha256", "b=", "bh=", "d=", "s=", "h=", "from", ":", ";", "=", " ",
            "\r\n ", "c=simple/", "l=", "0", "i=", "@", "a.example", "q=", "t=", "x=", "\0", "\u00e4", "AAAA"])
            .Array[0, 40].Select(string.Concat), Bodies).Sample((tags, body) =>
        {
            var message = Octets($"DKIM-Signature:{tags}\r\nFrom: ann@contoso.example\r\n\r\n{body}");
            Assert.All(Verify(message), verdict => Assert.NotEqual(DkimResult.Pass, verdict.Result));
        }, iter: 5000);

    public void Dispose()
    {
        ed25519.Dispose();
        rsa.Dispose();
    }

    private static byte[] Octets(string text) => Encoding.Latin1.GetBytes(text);

    // The zone of a test answers at once.
    private IEnumerable<DkimVerdict> Verify(byte[] message) =>
        Some.VerifyAsync(message, Some.Zone(ed25519, rsa)).GetAwaiter().GetResult();
}
