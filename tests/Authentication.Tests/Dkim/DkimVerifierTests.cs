using System.Text;
using Causeway.Authentication.Dkim;
using Causeway.Core.Addresses;
using Causeway.Dns;
using Microsoft.Extensions.Time.Testing;

namespace Causeway.Authentication.Tests.Dkim;

public sealed class DkimVerifierTests : IDisposable
{
    private readonly SigningKey key = Some.Key();

    [Fact]
    public async Task A_message_without_a_signature_is_not_signed() =>
        Assert.Equal(DkimResult.None, (await Some.VerdictAsync(Some.Octets(Some.Message), Some.Zone())).Result);

    // RFC 6376 section 3.5.
    [Theory]
    [InlineData("v=1; a=ed25519-sha256; d=contoso.example; s=s1; h=from:subject; bh={bh}; b=")]
    [InlineData("a=ED25519-SHA256; c=simple; v=1; d=Contoso.Example; s=s1; h=FROM :\r\n Subject; bh={bh};\r\n b=")]
    [InlineData("v=1; a=ed25519-sha256; c=simple/simple; q=x:dns/txt; d=contoso.example; s=s1; h=from; bh={bh}; b=")]
    [InlineData("v=1; a=ed25519-sha256; d=contoso.example; s=s1; h=from; bh={bh}; t=1772366400; x=1772366401; b=")]
    [InlineData("v=1; a=ed25519-sha256; d=contoso.example; s=s1; h=from; bh={bh}; i=@sub.contoso.example; b=")]
    [InlineData("v=1; a=ed25519-sha256; d=contoso.example; s=s1; h=from; bh={bh}; i=a=40b@contoso.example; b=")]
    [InlineData("v=1; a=ed25519-sha256; d=contoso.example; s=s1; h=from; bh={bh}; z=From:x|To:y; unknown=1; b=")]
    [InlineData("v=1; a=ed25519-sha256; d=contoso.example; s=s1; h=from:x-absent:from:from; bh={bh}; b=")]
    [InlineData("v=1; a=ed25519-sha256; d=contoso.example; s=s1; h=from::to; bh={bh}; b=")]
    public async Task A_signature_passes(string tags)
    {
        var verdict = await Some.VerdictAsync(Crafted.Sign(Some.Message, key, tags), Some.Zone(key));

        Assert.Equal((DkimResult.Pass, null), (verdict.Result, verdict.Reason));
        Assert.Equal(("contoso.example", "s1"), (verdict.Domain, verdict.Selector));
    }

    // RFC 8616 section 5.
    [Theory]
    [InlineData("d=b\u00fccher.example; s=schl\u00fcssel", "pass")]
    [InlineData("d=B\u00dcCHER.example; s=xn--schlssel-95a; i=j\u00f6rg@post.b\u00fccher.example", "pass")]
    [InlineData("d=xn--bcher-kva.example; s=schl\u00fcssel; i=@b\u00fccher.example", "pass")]
    [InlineData("d=b\u00fccher.example; s=schl\u00fcssel; i=@m\u00fcller.example", "permerror")]
    [InlineData("d=bu\u0308cher.example; s=schl\u00fcssel", "neutral")]
    [InlineData("d=b\u00fccher\u3002example; s=schl\u00fcssel", "neutral")]
    public async Task Internationalized_mail_may_name_its_signer_in_u_labels(string names, string result)
    {
        using var own = SigningKey.Create(
            SigningAlgorithm.Ed25519Sha256, DomainName.Parse("xn--bcher-kva.example"), "xn--schlssel-95a");
        var message = Crafted.Sign(Some.Message, own, $"v=1; a=ed25519-sha256; {names}; h=from; bh={{bh}}; b=");
        var verdict = await Some.VerdictAsync(message, Some.Zone(own));

        Assert.Equal(result, verdict.Result.ToString().ToLowerInvariant());
        Assert.Equal(result == "neutral" ? null : "xn--bcher-kva.example", verdict.Domain);
    }

    // RFC 6376 section 6.1.1: what cannot be read, in the words of RFC 8601 section 2.7.1.
    [Theory]
    [InlineData("a=ed25519-sha256; d=contoso.example; s=s1; h=from; bh={bh}; b=", "v= is not 1")]
    [InlineData("v=2; a=ed25519-sha256; d=contoso.example; s=s1; h=from; bh={bh}; b=", "v= is not 1")]
    [InlineData("v=1; d=contoso.example; s=s1; h=from; bh={bh}; b=", "a= is missing")]
    [InlineData("v=1; a=ed25519-sha256; s=s1; h=from; bh={bh}; b=", "d= is missing")]
    [InlineData("v=1; a=ed25519-sha256; d=contoso.example; h=from; bh={bh}; b=", "s= is missing")]
    [InlineData("v=1; a=ed25519-sha256; d=contoso.example; s=s1; bh={bh}; b=", "h= is missing")]
    [InlineData("v=1; a=ed25519-sha256; d=contoso.example; s=s1; h=from; b=", "bh= is missing")]
    [InlineData("v=1; a=dsa-sha256; d=contoso.example; s=s1; h=from; bh={bh}; b=", "a= is not what we can read")]
    [InlineData("v=1; a=ed25519-sha256; d=contoso; s=s1; h=from; bh={bh}; b=", "d= is not what we can read")]
    [InlineData("v=1; a=ed25519-sha256; d=*.example; s=s1; h=from; bh={bh}; b=", "d= is not what we can read")]
    [InlineData("v=1; a=ed25519-sha256; d=a.b\0.example; s=s1; h=from; bh={bh}; b=", "the field is no list of tags")]
    [InlineData("v=1; a=ed25519-sha256; d=contoso.example; s=s1.; h=from; bh={bh}; b=", "s= is not what we can read")]
    [InlineData("v=1; a=ed25519-sha256; d=contoso.example; s=s1; h=; bh={bh}; b=",
        "h= is not what we can read")]
    [InlineData("v=1; a=ed25519-sha256; d=contoso.example; s=s1; h=from; bh=; b=", "bh= is not what we can read")]
    [InlineData("v=1; a=ed25519-sha256; d=contoso.example; s=s1; h=from; bh={bh}; c=nofws; b=",
        "c= is not what we can read")]
    [InlineData("v=1; a=ed25519-sha256; d=contoso.example; s=s1; h=from; bh={bh}; q=dns/srv; b=",
        "q= is not what we can read")]
    [InlineData("v=1; a=ed25519-sha256; d=contoso.example; s=s1; h=from; bh={bh}; l=-1; b=",
        "l= is not what we can read")]
    [InlineData("v=1; a=ed25519-sha256; d=contoso.example; s=s1; h=from; bh={bh}; t=now; b=",
        "t= is not what we can read")]
    [InlineData("v=1; a=ed25519-sha256; d=contoso.example; s=s1; h=from; bh={bh}; x=1234567890123; b=",
        "x= is not what we can read")]
    [InlineData("v=1; a=ed25519-sha256; d=contoso.example; s=s1; h=from; bh={bh}; t=2; x=2; b=",
        "the signature expires before it was made (x=, t=)")]
    [InlineData("v=1; a=ed25519-sha256; d=contoso.example; s=s1; h=from; bh={bh}; i=contoso.example; b=",
        "i= is not what we can read")]
    [InlineData("v=1; a=ed25519-sha256; d=contoso.example; d=contoso.example; s=s1; h=from; bh={bh}; b=",
        "the field is no list of tags")]
    [InlineData("v=1; a=ed25519-sha256;; d=contoso.example; s=s1; h=from; bh={bh}; b=", "the field is no list of tags")]
    public async Task What_cannot_be_read_is_neutral(string tags, string reason) =>
        await AssertAsync(Crafted.Sign(Some.Message, key, tags), DkimResult.Neutral, reason);

    [Theory]
    [InlineData("v=1; a=rsa-sha1; d=contoso.example; s=s1; h=from; bh={bh}; b=", DkimResult.PermError,
        "rsa-sha1 is no longer good (a=)")]
    [InlineData("v=1; a=ed25519-sha256; d=contoso.example; s=s1; h=to:subject; bh={bh}; b=", DkimResult.PermError,
        "From is not signed (h=)")]
    [InlineData("v=1; a=ed25519-sha256; d=contoso.example; s=s1; h=from; bh={bh}; i=@fabrikam.example; b=",
        DkimResult.PermError, "i= is not in the domain of d=")]
    [InlineData("v=1; a=ed25519-sha256; d=contoso.example; s=s1; h=from; bh={bh}; i=@notcontoso.example; b=",
        DkimResult.PermError, "i= is not in the domain of d=")]
    [InlineData("v=1; a=ed25519-sha256; d=contoso.example; s=s1; h=from; bh={bh}; x=1772366099; b=",
        DkimResult.PermError, "the signature has expired (x=)")]
    [InlineData("v=1; a=ed25519-sha256; d=contoso.example; s=s1; h=from; bh={bh}; t=1772366701; b=",
        DkimResult.Policy, "the signature is of a time to come (t=)")]
    [InlineData("v=1; a=rsa-sha256; d=contoso.example; s=s1; h=from; bh={bh}; b=", DkimResult.PermError,
        "the key is not for rsa-sha256")]
    [InlineData("v=1; a=ed25519-sha256; d=contoso.example; s=other; h=from; bh={bh}; b=", DkimResult.PermError,
        "there is no key")]
    [InlineData("v=1; a=ed25519-sha256; d=contoso.example; s=s1; h=from; bh=AAAA; b=", DkimResult.Fail,
        "the body was changed")]
    public async Task What_can_be_read_may_still_not_pass(string tags, DkimResult result, string reason) =>
        await AssertAsync(Crafted.Sign(Some.Message, key, tags), result, reason);

    [Theory]
    [InlineData("x=1772366101")]
    [InlineData("t=1772366699")]
    public async Task Clocks_may_differ_by_five_minutes(string tag) =>
        await AssertAsync(Crafted.Sign(Some.Message, key, $"{tag}; {Crafted.Tags}"), DkimResult.Pass, null);

    [Fact]
    public async Task A_fault_of_dns_is_no_fail()
    {
        var zone = new FakeZone { Faults = { key.RecordName } };
        await AssertAsync(
            Crafted.Sign(Some.Message, key), DkimResult.TempError, "the key cannot be looked up for now", zone);
    }

    [Fact]
    public async Task T_s_in_the_key_forbids_subdomains_in_i()
    {
        var zone = new FakeZone { Txt = { [key.RecordName] = [key.Record + "; t=y:s"] } };
        const string Below =
            "v=1; a=ed25519-sha256; d=contoso.example; s=s1; h=from; bh={bh}; i=@b.contoso.example; b=";

        await AssertAsync(Crafted.Sign(Some.Message, key), DkimResult.Pass, null, zone);
        await AssertAsync(Crafted.Sign(Some.Message, key, Below), DkimResult.PermError,
            "the key forbids an i= below d= (t=s)", zone);
    }

    [Fact]
    public async Task Each_key_is_asked_for_once_and_all_at_once()
    {
        using var other = Some.Key(SigningAlgorithm.RsaSha256, "s2");
        var message = Some.Signed(Some.Signed(Some.Signed(Some.Octets(Some.Message), key), other), key);
        var resolver = new GatheringResolver(Some.Zone(key, other), 2);

        var verdicts = await Some.VerifyAsync(message, resolver);

        Assert.Equal(3, verdicts.Length);
        Assert.All(verdicts, verdict => Assert.Equal(DkimResult.Pass, verdict.Result));
        Assert.Equal([key.RecordName, other.RecordName], resolver.Asked.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task One_verifier_judges_many_messages_at_once_with_the_same_key()
    {
        using var rsa = Some.Key(SigningAlgorithm.RsaSha256);
        var message = Some.Signed(Some.Octets(Some.Message), rsa);
        var (header, body) = Some.Split(message);
        var verifier = new DkimVerifier(Some.Zone(rsa), new FakeTimeProvider(Some.Now));

        await Parallel.ForAsync(0, 500, TestContext.Current.CancellationToken, async (_, stop) =>
        {
            using var hashes = new BodyHashes();
            var verification = verifier.Begin(header, hashes);
            hashes.Write(body.Span);
            hashes.Complete();
            Assert.Equal(DkimResult.Pass, Assert.Single(await verification.CompleteAsync(stop)).Result);
        });
    }

    [Fact]
    public void A_key_record_is_read_once_and_no_more_than_a_thousand_are_kept()
    {
        var cache = new KeyCache();
        Assert.True(cache.TryParse(key.Record, out var record));
        Assert.True(cache.TryParse(key.Record, out var again));
        Assert.Same(record, again);
        Assert.False(cache.TryParse("no key", out _));

        for (var i = 0; i < 1000; i++)
        {
            Assert.True(cache.TryParse($"{key.Record}; n={i}", out _));
        }

        Assert.True(cache.TryParse(key.Record, out again));
        Assert.NotSame(record, again);
    }

    [Fact]
    public async Task A_body_that_was_changed_costs_no_question_to_dns()
    {
        var resolver = new GatheringResolver(Some.Zone(key), 1);
        byte[] message = [.. Crafted.Sign(Some.Message, key), .. "more"u8];

        Assert.Equal(DkimResult.Fail, (await Some.VerdictAsync(message, resolver)).Result);
        Assert.Empty(resolver.Asked);
    }

    [Fact]
    public async Task Eight_signatures_are_judged_and_the_rest_is_told_of_once()
    {
        var message = Some.Octets(Some.Message);
        for (var i = 0; i < 20; i++)
        {
            message = Some.Signed(message, key);
        }

        var verdicts = await Some.VerifyAsync(message, Some.Zone(key));

        Assert.Equal(9, verdicts.Length);
        Assert.Equal(8, verdicts.Count(verdict => verdict.Result == DkimResult.Pass));
        Assert.Equal((DkimResult.Policy, "only 8 signatures are judged; there are 12 more"),
            (verdicts[^1].Result, verdicts[^1].Reason));
    }

    [Fact]
    public async Task A_name_too_long_for_dns_has_no_key()
    {
        var selector = string.Join('.', Enumerable.Repeat(new string('a', 60), 4));
        await AssertAsync(
            Crafted.Sign(Some.Message, key, Crafted.Tags.Replace("s1", selector, StringComparison.Ordinal)),
            DkimResult.PermError, "there is no key");
    }

    [Fact]
    public async Task What_a_verdict_repeats_of_a_field_is_bounded()
    {
        var flood = new string('a', 40_000);
        var verdict = await Some.VerdictAsync(Some.Octets(
            $"DKIM-Signature: v=1; a={flood}; d={flood}.example; s={flood}; i={flood}@a.b; h=from; bh=AA; b={flood}\n"
            + Some.Message), Some.Zone());

        Assert.Equal(DkimResult.Neutral, verdict.Result);
        Assert.Equal((null, null, null, null, "aaaaaaaa"),
            (verdict.Algorithm, verdict.Domain, verdict.Selector, verdict.Identity, verdict.SignatureStart));
    }

    public void Dispose() => key.Dispose();

    private async Task AssertAsync(byte[] message, DkimResult result, string? reason, IResolver? resolver = null)
    {
        var verdict = await Some.VerdictAsync(message, resolver ?? Some.Zone(key));
        Assert.Equal((result, reason), (verdict.Result, verdict.Reason));
    }
}
