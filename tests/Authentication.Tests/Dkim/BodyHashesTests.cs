using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Causeway.Authentication.Dkim;
using CsCheck;

namespace Causeway.Authentication.Tests.Dkim;

public sealed class BodyHashesTests
{
    // Pieces of which bodies are made that are hard to make canonical.
    private static readonly Gen<string> Bodies = Gen.OneOf<string>(
        [" ", "\t", "\r", "\n", "\r\n", "\r\n\r\n", "a", "bc", " \r\n", "long text without any space", "\u00e4"])
        .Array[0, 40].Select(string.Concat);

    // RFC 6376 section 3.4.5, and what its sections 3.4.3 and 3.4.4 say of ends.
    [Theory]
    [InlineData(" C \r\nD \t E\r\n\r\n\r\n", " C \r\nD \t E\r\n", " C\r\nD E\r\n")]
    [InlineData("", "\r\n", "")]
    [InlineData("\r\n", "\r\n", "")]
    [InlineData("\r\n\r\n\r\n", "\r\n", "")]
    [InlineData(" \t\r\n \r\n", " \t\r\n \r\n", "")]
    [InlineData("a", "a\r\n", "a\r\n")]
    [InlineData("a \t", "a \t\r\n", "a\r\n")]
    [InlineData("\r\na\r\n\r\nb\r\n", "\r\na\r\n\r\nb\r\n", "\r\na\r\n\r\nb\r\n")]
    [InlineData("a\rb\nc\r", "a\rb\nc\r\r\n", "a\rb\nc\r\r\n")]
    public void A_body_is_made_canonical(string body, string simple, string relaxed)
    {
        Assert.Equal(Sha(simple), Hash(body, Canonicalization.Simple));
        Assert.Equal(Sha(relaxed), Hash(body, Canonicalization.Relaxed));
    }

    [Fact]
    public void A_body_split_at_any_octet_has_the_same_hashes() => Gen.Select(Bodies, Gen.Int[1, 7]).Sample(
        (body, size) =>
        {
            foreach (var form in Enum.GetValues<Canonicalization>())
            {
                Assert.Equal(Sha(Slow(body, form)), Hash(body, form, size));
            }
        }, iter: 2000);

    [Fact]
    public void Each_limit_takes_the_start_of_the_canonical_body() => Gen.Select(
        Bodies, Gen.Long[0, 60].Array[1, 6], Gen.Int[1, 7]).Sample((body, limits, size) =>
        {
            using var hashes = new BodyHashes();
            var asked = limits.Select(limit => hashes.Add(Canonicalization.Relaxed, limit)).ToArray();
            var whole = hashes.Add(Canonicalization.Relaxed, null);
            Write(hashes, body, size);

            var canonical = Slow(body, Canonicalization.Relaxed);
            Assert.Equal((Sha(canonical), canonical.Length, false), (Hex(whole), (int)whole.Length, whole.HasRest));
            foreach (var (hash, limit) in asked.Zip(limits))
            {
                var length = Math.Min((int)limit, canonical.Length);
                Assert.Equal((Sha(canonical[..length]), length, canonical.Length > limit),
                    (Hex(hash), (int)hash.Length, hash.HasRest));
            }
        }, iter: 1000);

    [Fact]
    public void A_body_of_which_only_the_start_is_hashed_is_counted_whole()
    {
        using var hashes = new BodyHashes();
        var hash = hashes.Add(Canonicalization.Simple, 3);
        Write(hashes, new string('a', 100_000), 8192);

        Assert.Equal((Sha("aaa"), 3L, true), (Hex(hash), hash.Length, hash.HasRest));
    }

    [Fact]
    public void A_body_that_is_said_to_be_whole_twice_is_no_longer_than_it_was()
    {
        using var hashes = new BodyHashes();
        var hash = hashes.Add(Canonicalization.Relaxed, null);
        Write(hashes, "one line\r\n", 4);
        hashes.Complete();

        Assert.Equal((Sha("one line\r\n"), 10L, false), (Hex(hash), hash.Length, hash.HasRest));
    }

    [Fact]
    public void The_same_question_has_the_same_answer()
    {
        using var hashes = new BodyHashes();

        Assert.Same(hashes.Add(Canonicalization.Simple, 7), hashes.Add(Canonicalization.Simple, 7));
        Assert.Same(hashes.Add(Canonicalization.Relaxed, null), hashes.Add(Canonicalization.Relaxed, null));
        Assert.NotSame(hashes.Add(Canonicalization.Relaxed, null), hashes.Add(Canonicalization.Simple, null));
        Assert.NotSame(hashes.Add(Canonicalization.Simple, null), hashes.Add(Canonicalization.Simple, 7));
    }

    [Fact]
    public void Nothing_is_asked_for_once_the_body_has_begun_nor_read_before_it_is_complete()
    {
        using var hashes = new BodyHashes();
        var hash = hashes.Add(Canonicalization.Simple, null);
        hashes.Write("a"u8);

        Assert.Throws<InvalidOperationException>(() => hashes.Add(Canonicalization.Simple, 7));
        Assert.Throws<InvalidOperationException>(() => hash.Value);
    }

    // The words of the RFC over the whole body at once.
    private static string Slow(string body, Canonicalization form)
    {
        var lines = body.Split("\r\n").ToList();
        if (form == Canonicalization.Relaxed)
        {
            lines = lines.ConvertAll(line => Regex.Replace(line, "[ \t]+", " ").TrimEnd(' '));
        }

        while (lines.Count > 0 && lines[^1].Length == 0)
        {
            lines.RemoveAt(lines.Count - 1);
        }

        var result = string.Concat(lines.Select(line => line + "\r\n"));
        return result.Length == 0 && form == Canonicalization.Simple ? "\r\n" : result;
    }

    private static string Hash(string body, Canonicalization form, int size = int.MaxValue)
    {
        using var hashes = new BodyHashes();
        var hash = hashes.Add(form, null);
        Write(hashes, body, size);
        return Hex(hash);
    }

    private static void Write(BodyHashes hashes, string body, int size)
    {
        foreach (var piece in Encoding.Latin1.GetBytes(body).Chunk(size))
        {
            hashes.Write(piece);
        }

        hashes.Complete();
    }

    private static string Hex(BodyHash hash) => Convert.ToHexString(hash.Value.Span);

    private static string Sha(string text) => Convert.ToHexString(SHA256.HashData(Encoding.Latin1.GetBytes(text)));
}
