using System.Security.Cryptography;
using Causeway.Authentication.Dkim;
using Causeway.Dns;

namespace Causeway.Authentication.Tests.Dkim;

public sealed class KeyRecordTests
{
    private static readonly SigningKey Key = Some.Key(SigningAlgorithm.RsaSha256);

    private static string P => Key.Record[Key.Record.IndexOf("p=", StringComparison.Ordinal)..];

    // RFC 6376 section 3.6.1: what a tag may say, and what is ignored.
    [Theory]
    [InlineData("{p}")]
    [InlineData("v=DKIM1;{p}")]
    [InlineData("v=DKIM1; h=sha1:sha256; k=rsa; s=*; t=x:y; n=note; g=; {p};")]
    [InlineData("k=RSA; s=other:email; {p}")]
    [InlineData("s=; t=; {p}")]
    [InlineData("k = rsa ; p = {q}")]
    public async Task A_record_serves(string record) => Assert.Equal(DkimResult.Pass, (await AskAsync(record)).Result);

    [Theory]
    [InlineData("v=DKIM1; p=", "the key is revoked (p= is empty)")]
    [InlineData("v=DKIM1", "the key record is broken")]
    [InlineData("v=DKIM2; {p}", "the key record is broken")]
    [InlineData("v=dkim1; {p}", "the key record is broken")]
    [InlineData("{p}; v=DKIM1", "the key record is broken")]
    [InlineData("{p}; {p}", "the key record is broken")]
    [InlineData("{p} \n;;", "the key record is broken")]
    [InlineData("p=!", "the key record is broken")]
    [InlineData("h=; {p}", "the key record is broken")]
    [InlineData("p=AAAA", "the key cannot be read (p=)")]
    [InlineData("h=sha1; {p}", "the key record does not allow SHA-256 (h=)")]
    [InlineData("k=ed25519; {p}", "the key is not for rsa-sha256")]
    [InlineData("k=dsa; {p}", "the key is not for rsa-sha256")]
    [InlineData("s=tlsrpt; {p}", "the key is not for mail (s=)")]
    [InlineData("s=tlsrpt:; {p}", "the key is not for mail (s=)")]
    public async Task A_record_does_not_serve(string record, string reason)
    {
        var verdict = await AskAsync(record);

        Assert.Equal((DkimResult.PermError, reason), (verdict.Result, verdict.Reason));
    }

    [Theory]
    [InlineData("t=y; {p}")]
    [InlineData("t=x: y; {p}")]
    [InlineData("t=y:; {p}")]
    public async Task T_y_is_told(string record) => Assert.True((await AskAsync(record)).IsTest);

    [Fact]
    public async Task A_key_without_its_padding_or_as_pkcs_1_is_read()
    {
        using var rsa = RSA.Create();
        rsa.ImportFromPem(Key.ToPem());

        Assert.Equal(DkimResult.Pass,
            (await AskAsync("p=" + Convert.ToBase64String(rsa.ExportRSAPublicKey()).TrimEnd('='))).Result);
    }

    // RFC 8463 section 4.
    [Theory]
    [InlineData("k=ed25519; p={p}", null)]
    [InlineData("p={p}", "the key is not for ed25519-sha256")]
    [InlineData("k=ed25519; p=MCowBQYDK2VwAyEA{p}", "the key cannot be read (p=)")]
    [InlineData("k=ed25519; p=AAAA", "the key cannot be read (p=)")]
    public async Task A_key_of_Ed25519_is_its_octets_and_says_what_it_is(string record, string? reason)
    {
        using var own = Some.Key();
        var octets = own.Record.Split("p=")[1];
        var zone = new FakeZone
        {
            Txt = { [own.RecordName] = [record.Replace("{p}", octets, StringComparison.Ordinal)] },
        };

        Assert.Equal(reason, (await Some.VerdictAsync(Some.Signed(Some.Octets(Some.Message), own), zone)).Reason);
    }

    [Fact]
    public async Task Of_several_records_any_may_serve_and_the_one_that_was_tried_tells_why_not()
    {
        using var other = Some.Key(SigningAlgorithm.RsaSha256);
        using var ed25519 = Some.Key();
        var message = Some.Signed(Some.Octets(Some.Message), Key);
        var zone = new FakeZone { Txt = { [Key.RecordName] = ["text", ed25519.Record, other.Record, Key.Record] } };

        Assert.Equal(DkimResult.Pass, (await Some.VerdictAsync(message, zone)).Result);

        zone.Txt[Key.RecordName] = [ed25519.Record, other.Record, "p="];
        Assert.Equal(DkimResult.Fail, (await Some.VerdictAsync(message, zone)).Result);
    }

    [Fact]
    public async Task No_more_than_four_records_are_tried()
    {
        var message = Some.Signed(Some.Octets(Some.Message), Key);
        var zone = new FakeZone { Txt = { [Key.RecordName] = [.. Enumerable.Repeat("p=", 4), Key.Record] } };

        Assert.Equal(DkimResult.PermError, (await Some.VerdictAsync(message, zone)).Result);
    }

    // RFC 8301 section 3.2.
    [Theory]
    [InlineData(768, DkimResult.Policy)]
    [InlineData(1024, DkimResult.Pass)]
    [InlineData(4096, DkimResult.Pass)]
    public void The_length_of_a_key_counts(int bits, DkimResult result)
    {
        using var rsa = RSA.Create(bits);
        var record = "p=" + Convert.ToBase64String(rsa.ExportSubjectPublicKeyInfo());
        Assert.True(KeyRecord.TryParse(record, out var parsed));
        var hash = new byte[32];
        var signature = rsa.SignHash(
            hash, HashAlgorithmName.SHA256,
            RSASignaturePadding.Pkcs1);

        var verdict = new KeyAnswer(KeyStatus.Found, [parsed]).Verify(
            SigningAlgorithm.RsaSha256, hash, signature, isOfSubdomain: false);

        Assert.Equal(result, verdict.Result);
    }

    private static Task<DkimVerdict> AskAsync(string record) => Some.VerdictAsync(
        Some.Signed(Some.Octets(Some.Message), Key),
        new FakeZone
        {
            Txt =
            {
                [Key.RecordName] =
                [
                    record.Replace("{p}", P, StringComparison.Ordinal)
                        .Replace("{q}", string.Join(" \t", P[2..].Chunk(50).Select(part => new string(part))),
                            StringComparison.Ordinal),
                ],
            },
        });
}
