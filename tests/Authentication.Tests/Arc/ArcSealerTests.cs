using System.Text.RegularExpressions;
using Causeway.Authentication.Arc;
using Causeway.Authentication.Dkim;
using Causeway.Authentication.Results;
using Causeway.Mail;
using CsCheck;

namespace Causeway.Authentication.Tests.Arc;

public sealed class ArcSealerTests
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task What_was_sealed_passes_hop_after_hop_by_either_algorithm()
    {
        var message = Samples.Plain;
        foreach (var key in new[] { Samples.Contoso, Samples.Tailspin, Samples.Evil, Samples.Tailspin })
        {
            message = await Samples.SealAsync(message, key);
            var verdict = await Samples.VerifyAsync(message);
            Assert.Equal((ArcResult.Pass, null, 0), (verdict.Result, verdict.Reason, verdict.OldestPass));
            Assert.Equal(key.Domain.Value, verdict.Chain[^1].Domain);
        }

        var chain = (await Samples.VerifyAsync(message)).Chain;
        Assert.Equal([1, 2, 3, 4], chain.Select(hop => hop.Instance));
        Assert.Equal(["none", "pass", "pass", "pass"], chain.Select(hop => hop.ValidationStatus));
        Assert.Equal(
            new ArcHop(
                1, "contoso.example", "arc", "none", "contoso.example; dmarc=pass header.from=fabrikam.example"),
            chain[0]);
    }

    [Fact]
    public async Task A_set_has_its_three_fields_on_top_with_the_instance_first()
    {
        var sealedMessage = await Samples.SealAsync("DKIM-Signature: v=1; b=\n" + Samples.Plain, Samples.Contoso);

        var set = sealedMessage[..sealedMessage.IndexOf("DKIM-Signature:", StringComparison.Ordinal)];
        var fields = Regex.Replace(set, "\n\t", " ", RegexOptions.None, Timeout).TrimEnd('\n').Split('\n');
        Assert.Matches(
            "^ARC-Seal: i=1; a=rsa-sha256; d=contoso.example; s=arc; t=1795867200; cv=none; b=[A-Za-z0-9+/= ]+$",
            fields[0]);
        Assert.Matches(
            "^ARC-Message-Signature: i=1; a=rsa-sha256; d=contoso.example; s=arc; t=1795867200; c=relaxed/relaxed; "
                + "h=From:From[A-Za-z: -]+; bh=[A-Za-z0-9+/=]+; b=[A-Za-z0-9+/= ]+$",
            fields[1]);
        Assert.Equal(
            "ARC-Authentication-Results: i=1; contoso.example; dmarc=pass header.from=fabrikam.example", fields[2]);
        Assert.Equal(3, fields.Length);
        Assert.All(set.Split('\n'), line => Assert.True(line.Length <= 78, line));
    }

    [Fact]
    public async Task Signatures_of_DKIM_are_signed_and_what_others_may_remove_is_not()
    {
        var sealedMessage = await Samples.SealAsync(
            "Authentication-Results: a.example; none\nReceived: by a.example\nDKIM-Signature: v=1; b=\n"
                + await Samples.SealAsync(Samples.Plain, Samples.Tailspin),
            Samples.Contoso);

        var signature = TagList.TryParse(
            HeaderBlock.Scan(Samples.Octets(sealedMessage)) is var header && header.Find("ARC-Message-Signature"u8)
                is { } field ? header.BodyOf(field) : default, out var tags) ? tags : null;
        var names = signature!.Names("h")!.Select(name => name.ToLowerInvariant()).ToList();
        Assert.Contains("dkim-signature", names);
        Assert.Equal(2, names.Count(name => name == "from"));
        Assert.DoesNotContain(names, name =>
            name.StartsWith("arc-", StringComparison.Ordinal) || name is "authentication-results" or "received");
    }

    [Fact]
    public async Task What_is_added_above_by_good_custom_does_not_break_a_chain_and_what_is_not_does()
    {
        var message = await Samples.SealAsync(Samples.Plain, Samples.Contoso);

        Assert.Equal(ArcResult.Pass, (await Samples.VerifyAsync("Received: by a.example\n" + message)).Result);
        Assert.Equal(ArcResult.Pass, (await Samples.VerifyAsync("List-Id: <l.example>\n" + message)).Result);
        foreach (var field in new[] { "From: a@b.example", "Subject: Other", "Sender: a@b.example", "Cc: a@b.example" })
        {
            Assert.Equal(ArcResult.Fail, (await Samples.VerifyAsync($"{field}\n{message}")).Result);
        }
    }

    [Fact]
    public async Task A_chain_that_failed_is_sealed_as_failed_once_by_a_seal_over_its_own_set()
    {
        var message = (await Samples.SealAsync(Samples.Plain, Samples.Contoso, Samples.Tailspin))
            .Replace("figures.", "lies.", StringComparison.Ordinal);

        var failed = await Samples.SealAsync(message, Samples.Contoso);
        Assert.Contains("cv=fail", failed, StringComparison.Ordinal);
        var verdict = await Samples.VerifyAsync(failed);
        Assert.Equal(ArcResult.Fail, verdict.Result);
        Assert.Equal([("none", 1), ("pass", 2), ("fail", 3)],
            verdict.Chain.Select(hop => (hop.ValidationStatus, hop.Instance)));
        Assert.Equal("set 3 was sealed as failed", verdict.Reason);
        Assert.True(await IsSealOfOwnSetAsync(failed, 3));

        // RFC 8617 section 5.1: nobody goes on.
        Assert.Equal(failed, await Samples.SealAsync(failed, Samples.Tailspin));
    }

    [Fact]
    public async Task What_is_no_chain_is_sealed_as_failed_behind_the_greatest_instance_that_can_be_read()
    {
        foreach (var (fields, instance) in new[]
        {
            ("ARC-Seal: i=7; cv=pass; a=rsa-sha256; d=a.example; s=s; b=QUJD\n", 8),
            ("ARC-Authentication-Results: i=3; a.example; none\nARC-Seal: none of it\n", 4),
            ("ARC-Seal: none of it\n", 1),
        })
        {
            var message = await Samples.SealAsync(fields + Samples.Plain, Samples.Contoso);
            Assert.Contains($"ARC-Seal: i={instance}; ", message, StringComparison.Ordinal);
            Assert.Contains("cv=fail", message, StringComparison.Ordinal);
            Assert.Equal(ArcResult.Fail, (await Samples.VerifyAsync(message)).Result);
            Assert.Equal(message, await Samples.SealAsync(message, Samples.Contoso));
        }
    }

    [Fact]
    public async Task Nothing_is_sealed_where_a_key_could_not_be_looked_up_for_now()
    {
        var message = Samples.Octets(await Samples.SealAsync(Samples.Plain, Samples.Contoso, Samples.Tailspin));
        foreach (var key in new[] { Samples.Contoso, Samples.Tailspin })
        {
            var zone = Samples.Zone();
            zone.Faults.Add(key.RecordName);
            var verdict = await Samples.VerifyAsync(message, zone);
            Assert.Equal(ArcResult.TempError, verdict.Result);
            Assert.Equal(message, Samples.Seal(message, Samples.Contoso, verdict));
        }
    }

    [Fact]
    public async Task Fifty_sets_are_a_chain_and_there_is_no_set_behind_them()
    {
        var octets = Samples.Octets(Samples.Plain);
        for (var i = 0; i < 50; i++)
        {
            octets = Samples.Seal(
                octets, Samples.Tailspin, Samples.Verdict(i == 0 ? ArcResult.None : ArcResult.Pass, i));
        }

        var verdict = await Samples.VerifyAsync(octets, Samples.Zone());
        Assert.Equal((ArcResult.Pass, 0, 50), (verdict.Result, verdict.OldestPass, verdict.Chain.Length));
        Assert.Equal(octets, Samples.Seal(octets, Samples.Contoso, verdict));

        // Nor behind a field that says it is of one: there is no number left.
        var beyond = await Samples.VerifyAsync("ARC-Seal: i=51; cv=fail\n" + Samples.Text(octets));
        Assert.Equal((ArcResult.Fail, "there are more than 50 sets"), (beyond.Result, beyond.Reason));
        var message = Samples.Octets("ARC-Seal: i=51\n" + Samples.Plain);
        verdict = await Samples.VerifyAsync(message, Samples.Zone());
        Assert.Equal(message, Samples.Seal(message, Samples.Contoso, verdict));
    }

    [Fact]
    public async Task A_verdict_on_another_header_seals_nothing()
    {
        var plain = Samples.Octets(Samples.Plain);
        var chain = Samples.Octets(await Samples.SealAsync(Samples.Plain, Samples.Contoso));
        Assert.Equal(plain, Samples.Seal(plain, Samples.Contoso, Samples.Verdict(ArcResult.Pass, 1)));
        Assert.Equal(plain, Samples.Seal(plain, Samples.Contoso, Samples.Verdict(ArcResult.Fail, 1)));
        Assert.Equal(chain, Samples.Seal(chain, Samples.Contoso, Samples.Verdict(ArcResult.None, 0)));
        Assert.Equal(chain, Samples.Seal(chain, Samples.Contoso, Samples.Verdict(ArcResult.Pass, 2)));
    }

    [Fact]
    public void Only_the_hash_of_the_whole_body_in_relaxed_form_is_sealed()
    {
        var header = HeaderBlock.Scan(Samples.Octets(Samples.Plain));
        using var body = new BodyHashes();
        foreach (var hash in new[] { body.Add(Canonicalization.Simple, null), body.Add(Canonicalization.Relaxed, 10) })
        {
            Assert.Throws<ArgumentException>(() => ArcSealer.Seal(
                header, Samples.Verdict(ArcResult.None, 0), Samples.Results("a.example", "pass"), hash, Samples.Contoso,
                Samples.Now));
        }
    }

    [Fact]
    public void Nothing_in_the_results_becomes_another_field_set_or_finding() =>
        Gen.String[Gen.OneOf(Gen.Char, Gen.Char["\r\n;=()\"\\ :"]), 1, 40]
            .Sample(text =>
            {
                var results = new AuthenticationResults(text, [new MethodResult("spf", "fail")
                {
                    Reason = text,
                }.With("smtp", "mailfrom", text + "\r\nARC-Seal: i=9; cv=none;\r\n\r\n; dmarc=pass")]);
                var octets = Samples.Seal(
                    Samples.Octets(Samples.Plain), Samples.Contoso, Samples.Verdict(ArcResult.None, 0), results);

                var sets = ArcSets.Read(HeaderBlock.Scan(octets));
                Assert.Null(sets.Fault);
                Assert.Equal(1, sets.Highest);
                Assert.Equal(8, HeaderBlock.Scan(octets).Fields.Length);
                ArcInstance.ReadPrefix(
                    HeaderBlock.Scan(octets).BodyOf(sets.Chain[0].Results), out var rest);
                Assert.True(AuthenticationResults.TryParse(rest, out var read));
                Assert.Equal(["spf"], read.Methods.Select(method => method.Method));
            });

    // RFC 8617 section 5.1.2, read by the verifier: the set alone, as if it were the first.
    private static async Task<bool> IsSealOfOwnSetAsync(string message, int instance)
    {
        var header = HeaderBlock.Scan(Samples.Octets(message));
        var sets = ArcSets.Read(header);
        var set = sets.Chain[instance - 1];
        using var hash = new HeaderHash(Canonicalization.Relaxed);
        hash.Add(header.OctetsOf(set.Results).Span);
        hash.Add(header.OctetsOf(set.Message.Field).Span);
        var digest = hash.Finish(set.Seal.Tags.Unsigned(header.OctetsOf(set.Seal.Field).Span));
        var keys = await new KeyLookup(Samples.Zone(), new KeyCache()).FindAsync(
            set.Sealed.Selector, set.Sealed.Domain, TestContext.Current.CancellationToken);
        return keys.Verify(set.Sealed.Algorithm, digest, set.Sealed.Signature, false).Result == DkimResult.Pass;
    }
}
