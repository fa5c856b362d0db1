using System.Formats.Asn1;
using System.Numerics;
using System.Text;
using Causeway.Authentication.Dkim;

namespace Causeway.Authentication.Tests.Dkim;

/// <summary>What somebody may do to a signed message who has no key.</summary>
public sealed class AttackTests : IDisposable
{
    private readonly SigningKey key = Some.Key();

    [Theory]
    [InlineData("From: Eve <eve@evil.example>")]
    [InlineData("FROM: Eve <eve@evil.example>")]
    [InlineData("From : Eve <eve@evil.example>")]
    [InlineData("From\t:\r\n Eve <eve@evil.example>")]
    [InlineData("From\r\n : Eve <eve@evil.example>")]
    [InlineData("Fr\0om: Eve <eve@evil.example>")]
    public async Task A_second_from_never_passes(string field)
    {
        // RFC 6376 section 8.15. Signed once, the good one below it still fits the signature.
        var once = Crafted.Sign(Some.Message, key);
        Assert.Equal(DkimResult.Policy, (await VerdictAsync([.. Line(field), .. once])).Result);
        Assert.Equal(DkimResult.Fail, (await VerdictAsync(Behind(once, "Message-ID", field))).Result);

        var ours = Some.Signed(Some.Octets(Some.Message), key);
        Assert.Equal(DkimResult.Fail, (await VerdictAsync([.. Line(field), .. ours])).Result);
        Assert.Equal(DkimResult.Fail, (await VerdictAsync(Behind(ours, "Message-ID", field))).Result);
    }

    [Theory]
    [InlineData("Subject: Buy")]
    [InlineData("Reply-To: eve@evil.example")]
    [InlineData("Sender: eve@evil.example")]
    [InlineData("To: eve@evil.example")]
    [InlineData("Cc: eve@evil.example")]
    [InlineData("Date: Mon, 2 Mar 2026 12:00:00 +0000")]
    [InlineData("Message-ID: <2@contoso.example>")]
    [InlineData("In-Reply-To: <2@contoso.example>")]
    [InlineData("References: <2@contoso.example>")]
    [InlineData("MIME-Version: 1.0")]
    [InlineData("Content-Type: multipart/mixed; boundary=At")]
    [InlineData("Content-Transfer-Encoding: base64")]
    [InlineData("Subject\r\n : Buy")]
    [InlineData("\u000bSubject: Buy")]
    public async Task No_field_that_readers_go_by_can_be_added_to_what_we_signed(string field) =>
        Assert.Equal(DkimResult.Fail,
            (await VerdictAsync([.. Line(field), .. Some.Signed(Some.Octets(Some.Message), key)])).Result);

    [Theory]
    [InlineData("Received: by mx.fabrikam.example; Sun, 1 Mar 2026 12:00:01 +0000")]
    [InlineData("List-Id: <lunch.fabrikam.example>")]
    [InlineData("Authentication-Results: mx.fabrikam.example; none")]
    [InlineData("no field at all")]
    public async Task Fields_that_others_add_on_the_way_can_be(string field) =>
        Assert.Equal(DkimResult.Pass,
            (await VerdictAsync([.. Line(field), .. Some.Signed(Some.Octets(Some.Message), key)])).Result);

    // What begins with other white space than RFC 5322 knows, some readers take for a part of the field above.
    [Theory]
    [InlineData("\u000b, eve@evil.example")]
    [InlineData("\f, eve@evil.example")]
    [InlineData("\r, eve@evil.example")]
    [InlineData("\u00a0, eve@evil.example")]
    [InlineData("\u00e3\u0080\u0080, eve@evil.example")]
    [InlineData("\u000bX: eve@evil.example")]
    [InlineData(", eve@evil.example\r\n\tand more")]
    public async Task A_line_that_is_no_field_below_a_signed_field_changes_it(string line)
    {
        foreach (var header in new[] { Canonicalization.Simple, Canonicalization.Relaxed })
        {
            var tags = $"c={header.ToString().ToLowerInvariant()}; {Crafted.Tags}";
            var signed = Crafted.Sign(Some.Message, key, tags, header);

            Assert.Equal(DkimResult.Pass, (await VerdictAsync(Behind(signed, "To: bob", line))).Result);
            Assert.Equal(DkimResult.Fail, (await VerdictAsync(Behind(signed, "From: Ann", line))).Result);
            Assert.Equal(DkimResult.Fail, (await VerdictAsync(Behind(signed, "Subject", line))).Result);
        }
    }

    [Fact]
    public async Task So_does_one_more_below_such_a_line_that_was_there()
    {
        var message = Some.Message.Replace("\nTo:", "\n\u000bX: 1\nTo:", StringComparison.Ordinal);
        var signed = Crafted.Sign(message, key, $"c=relaxed; {Crafted.Tags}", Canonicalization.Relaxed);

        Assert.Equal(DkimResult.Pass, (await VerdictAsync(signed)).Result);
        Assert.Equal(
            DkimResult.Fail, (await VerdictAsync(Behind(signed, "\u000bX", "\u000b, eve@evil.example"))).Result);
    }

    [Fact]
    public async Task What_is_appended_behind_l_is_told()
    {
        const string Tags = "v=1; a=ed25519-sha256; d=contoso.example; s=s1; h=from; l=17; bh={bh}; b=";
        var signed = Crafted.Sign(Some.Message, key, Tags, limit: 17);
        var whole = await VerdictAsync(signed);
        var more = await VerdictAsync([.. signed, .. "\r\n<a href=evil>"u8]);

        Assert.Equal((DkimResult.Pass, false, null), (whole.Result, whole.IsBodyPartial, whole.Reason));
        Assert.Equal((DkimResult.Pass, true, "the end of the body is not signed (l=)"),
            (more.Result, more.IsBodyPartial, more.Reason));
    }

    [Fact]
    public async Task An_empty_signed_part_is_told()
    {
        const string Tags = "v=1; a=ed25519-sha256; d=contoso.example; s=s1; h=from; l=0; bh={bh}; b=";
        var verdict = await VerdictAsync(Crafted.Sign(Some.Message, key, Tags, limit: 0));

        Assert.Equal((DkimResult.Pass, true), (verdict.Result, verdict.IsBodyPartial));
    }

    [Fact]
    public async Task L_is_never_more_than_the_body_has()
    {
        const string Tags = "v=1; a=ed25519-sha256; d=contoso.example; s=s1; h=from; l=99; bh={bh}; b=";
        var verdict = await VerdictAsync(Crafted.Sign(Some.Message, key, Tags, limit: 99));

        Assert.Equal((DkimResult.Fail, "the body is shorter than was signed (l=)"), (verdict.Result, verdict.Reason));
    }

    [Fact]
    public async Task A_signature_does_not_sign_itself_even_where_it_says_so()
    {
        var below = Crafted.Sign(Some.Message, key);
        const string Tags =
            "v=1; a=ed25519-sha256; d=contoso.example; s=s1; h=from:dkim-signature:dkim-signature; bh={bh}; b=";
        var both = await Some.VerifyAsync(
            Crafted.Sign(Encoding.Latin1.GetString(below), key, Tags), Some.Zone(key));

        Assert.Equal([DkimResult.Pass, DkimResult.Pass], both.Select(verdict => verdict.Result));
    }

    [Fact]
    public async Task A_list_that_names_from_ten_thousand_times_is_read_as_any_other()
    {
        var names = string.Concat(Enumerable.Repeat(":\r\n from", 2_500));
        var message = string.Concat(Enumerable.Repeat("From: a@contoso.example\r\n", 2_000)) + "\r\nbody\r\n";
        var signed = Encoding.Latin1.GetBytes(message);
        for (var i = 0; i < 8; i++)
        {
            signed = Crafted.Sign(Encoding.Latin1.GetString(signed), key,
                "v=1; a=ed25519-sha256; d=contoso.example; s=s1; h=from" + names + "; bh={bh}; b=");
        }

        var verdicts = await Some.VerifyAsync(signed, Some.Zone(key));

        Assert.Equal(8, verdicts.Length);
        Assert.All(verdicts, verdict => Assert.Equal(DkimResult.Pass, verdict.Result));
    }

    [Theory]
    [InlineData("s=s1", "s=s1/../../x")]
    [InlineData("s=s1", "s=s1 x")]
    [InlineData("d=contoso.example", "d=contoso.example@fabrikam.example")]
    [InlineData("d=contoso.example", "d=contoso.example\u00ad")]
    [InlineData("d=contoso.example", "d=contoso.example=evil")]
    [InlineData("d=contoso.example", "d=contoso.example:evil")]
    public async Task Names_hold_nothing_but_what_dns_has(string good, string odd)
    {
        var resolver = new GatheringResolver(Some.Zone(key), 1);
        var message = Crafted.Sign(Some.Message, key, Crafted.Tags.Replace(good, odd, StringComparison.Ordinal));

        Assert.Equal(DkimResult.Neutral, (await Some.VerdictAsync(message, resolver)).Result);
        Assert.Empty(resolver.Asked);
    }

    // Modulus and exponent; the record is the attacker's.
    [Theory]
    [InlineData(0, false, "01", "a key of 0 bits is too short")]
    [InlineData(100, false, "", "a key of 800 bits is too short")]
    [InlineData(256, false, "010001", "the signature is not by this key, or the signed fields were changed")]
    [InlineData(256, true, "010001", "the signature is not by this key, or the signed fields were changed")]
    [InlineData(256, false, "FFFFFFFFFFFFFFFFFF", "the key cannot be read (p=)")]
    [InlineData(1024, false, "010001", "a key of 8192 bits is too long")]
    public async Task Numbers_that_make_no_key_do_no_harm(int octets, bool isEven, string exponent, string reason)
    {
        using var rsa = Some.Key(SigningAlgorithm.RsaSha256);
        byte[] modulus = [.. Enumerable.Repeat((byte)0xFF, octets)];
        if (isEven)
        {
            modulus[^1] = 0xFE;
        }

        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(new BigInteger(modulus, isUnsigned: true, isBigEndian: true));
            writer.WriteInteger(new BigInteger(Convert.FromHexString(exponent), isUnsigned: true, isBigEndian: true));
        }

        var zone = Some.Zone(rsa);
        zone.Txt[rsa.RecordName] = ["p=" + Convert.ToBase64String(writer.Encode())];

        Assert.Equal(reason, (await Some.VerdictAsync(Some.Signed(Some.Octets(Some.Message), rsa), zone)).Reason);
    }

    public void Dispose() => key.Dispose();

    private Task<DkimVerdict> VerdictAsync(byte[] message) => Some.VerdictAsync(message, Some.Zone(key));

    private static byte[] Line(string field) => Encoding.Latin1.GetBytes(field + "\r\n");

    private static byte[] Behind(byte[] message, string name, string field)
    {
        var text = Encoding.Latin1.GetString(message);
        var end = text.IndexOf("\r\n", text.LastIndexOf(name, StringComparison.Ordinal), StringComparison.Ordinal) + 2;
        return Encoding.Latin1.GetBytes(text.Insert(end, field + "\r\n"));
    }
}
