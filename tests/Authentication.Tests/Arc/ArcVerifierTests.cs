using System.Text;
using Causeway.Authentication.Arc;
using Causeway.Authentication.Dkim;
using Causeway.Core.Addresses;
using Causeway.Dns;
using CsCheck;

namespace Causeway.Authentication.Tests.Arc;

public sealed class ArcVerifierTests
{
    [Fact]
    public async Task A_message_without_a_set_has_no_chain() => Assert.Equal(
        ArcResult.None, (await Samples.VerifyAsync("Arc-Sea: i=1\nX-ARC-Seal: i=1\n" + Samples.Plain)).Result);

    [Fact]
    public async Task A_hop_may_change_the_message_and_those_before_it_no_longer_vouch_for_it()
    {
        var first = await Samples.SealAsync(Samples.Plain, Samples.Contoso);
        var second = await Samples.SealAsync(
            first.Replace("Subject: ", "Subject: [list] ", StringComparison.Ordinal) + "-- \nThe list\n",
            Samples.Tailspin);
        Assert.Equal(ArcResult.Fail, (await Samples.VerifyAsync(second)).Result);

        // A list that checks first, changes then and seals what it found.
        var changed = Samples.Octets(
            first.Replace("Subject: ", "Subject: [list] ", StringComparison.Ordinal) + "-- \nThe list\n");
        var list = Samples.Text(Samples.Seal(changed, Samples.Tailspin, Samples.Verdict(ArcResult.Pass, 1)));
        var verdict = await Samples.VerifyAsync(await Samples.SealAsync(list, Samples.Contoso, Samples.Evil));
        Assert.Equal((ArcResult.Pass, 2, 4), (verdict.Result, verdict.OldestPass, verdict.Chain.Length));
    }

    [Theory]
    [InlineData("ARC-Seal: i=1; cv=none; a=rsa-sha256; d=a.example; s=s; b=QUJD", "set 1 has two ARC-Seal")]
    [InlineData("ARC-Authentication-Results: i=2; a.example; none", "set 2 has two ARC-Authentication-Results")]
    [InlineData("arc-message-signature : i=2; x=y", "set 2 has two ARC-Message-Signature")]
    [InlineData("ARC-Authentication-Results: i=3; a.example; none", "set 3 is not whole")]
    [InlineData("ARC-Seal: i=4; cv=pass", "set 3 is not whole")]
    [InlineData("ARC-Seal: i=0; cv=none", "an ARC-Seal has no i= that can be read")]
    [InlineData("ARC-Seal: cv=none", "an ARC-Seal has no i= that can be read")]
    [InlineData("ARC-Seal: i=1; i=3", "an ARC-Seal has no i= that can be read")]
    [InlineData("ARC-Seal: I=3", "an ARC-Seal has no i= that can be read")]
    [InlineData("ARC-Seal:", "an ARC-Seal has no i= that can be read")]
    [InlineData("ARC-Message-Signature: i=+3", "an ARC-Message-Signature has no i= that can be read")]
    [InlineData("ARC-Authentication-Results: a; i=3;", "an ARC-Authentication-Results has no i= that can be read")]
    [InlineData("ARC-Seal: i=51", "there are more than 50 sets")]
    [InlineData("ARC-Seal: i=99", "there are more than 50 sets")]
    public async Task A_field_too_many_fails_the_chain(string field, string reason)
    {
        var message = $"{field}\n{await Samples.SealAsync(Samples.Plain, Samples.Contoso, Samples.Tailspin)}";
        var verdict = await Samples.VerifyAsync(message);
        Assert.Equal((ArcResult.Fail, reason), (verdict.Result, verdict.Reason));
        Assert.Empty(verdict.Chain);
    }

    [Fact]
    public async Task A_field_too_few_fails_the_chain()
    {
        var message = await Samples.SealAsync(Samples.Plain, Samples.Contoso, Samples.Tailspin, Samples.Contoso);
        var end = message.IndexOf("\nFrom:", StringComparison.Ordinal);
        var fields = message[..end].Replace("\n\t", "\t", StringComparison.Ordinal).Split('\n');
        Assert.Equal(9, fields.Length);
        foreach (var left in fields)
        {
            var rest = message.Replace(
                left.Replace("\t", "\n\t", StringComparison.Ordinal) + "\n", "", StringComparison.Ordinal);
            Assert.Equal(ArcResult.Fail, (await Samples.VerifyAsync(rest)).Result);
        }

        // A whole set from the middle leaves a gap; without the newest one the chain is what it was.
        foreach (var (set, result) in new[] { (0, ArcResult.Pass), (1, ArcResult.Fail), (2, ArcResult.Fail) })
        {
            var rest = string.Join('\n', fields.Where((_, i) => i / 3 != set))
                .Replace("\t", "\n\t", StringComparison.Ordinal) + message[end..];
            Assert.Equal(result, (await Samples.VerifyAsync(rest)).Result);
        }
    }

    [Fact]
    public async Task The_order_of_the_fields_does_not_matter()
    {
        var message = await Samples.SealAsync(Samples.Plain, Samples.Contoso, Samples.Tailspin);
        var end = message.IndexOf("\nFrom:", StringComparison.Ordinal);
        var fields = message[..end].Replace("\n\t", "\t", StringComparison.Ordinal).Split('\n');
        var turned = string.Join('\n', fields.Reverse()).Replace("\t", "\n\t", StringComparison.Ordinal)
            + message[end..];
        Assert.NotEqual(message, turned);
        Assert.Equal(ArcResult.Pass, (await Samples.VerifyAsync(turned)).Result);
    }

    [Theory]
    [InlineData(ArcResult.Pass, 0, "no chain")]
    [InlineData(ArcResult.None, 1, "no chain")]
    [InlineData(ArcResult.Fail, 1, "set 2 was sealed as failed")]
    public async Task A_status_that_cannot_be_fails_the_chain(ArcResult found, int sets, string reason)
    {
        // Seals that are good but for what they say: written by hand, since our sealer refuses.
        var message = Samples.Plain;
        for (var i = 0; i < sets; i++)
        {
            message = await Samples.SealAsync(message, Samples.Contoso);
        }

        var status = found switch { ArcResult.Pass => "pass", ArcResult.None => "none", _ => "fail" };
        var verdict = await Samples.VerifyAsync(ForgedSeal.Over(message, sets + 1, status, Samples.Evil));
        Assert.Equal(ArcResult.Fail, verdict.Result);
        Assert.Equal(
            reason == "no chain" ? $"the seal of set {sets + 1} says cv={status}, not {(sets == 0 ? "none" : "pass")}"
                : reason,
            verdict.Reason);
    }

    [Fact]
    public async Task A_seal_with_a_list_of_fields_is_none()
    {
        var message = ForgedSeal.Over(Samples.Plain, 1, "none", Samples.Evil, seal => seal.AddList("h", ["From"]));
        var verdict = await Samples.VerifyAsync(message);
        Assert.Equal((ArcResult.Fail, "the seal of set 1 cannot be read"), (verdict.Result, verdict.Reason));

        var without = ForgedSeal.Over(Samples.Plain, 1, "none", Samples.Evil);
        Assert.Equal(ArcResult.Pass, (await Samples.VerifyAsync(without)).Result);
    }

    [Theory]
    [InlineData("From:To", null)]
    [InlineData("From:ARC-Authentication-Results:ARC-Message-Signature", null)]
    [InlineData("To:Subject", "From is not signed (h=)")]
    [InlineData("From:ARC-Seal", "ARC-Seal is signed (h=)")]
    public async Task A_message_signature_covers_From_and_no_seal(string names, string? reason)
    {
        var message = ForgedSeal.Over(Samples.Plain, 1, "none", Samples.Evil, names: names.Split(':'));
        var verdict = await Samples.VerifyAsync(message);
        Assert.Equal(reason is null ? ArcResult.Pass : ArcResult.Fail, verdict.Result);
        Assert.Equal(reason is null ? null : $"the message signature of set 1: {reason}", verdict.Reason);
    }

    [Fact]
    public async Task A_From_on_top_of_the_signed_one_fails_the_chain()
    {
        var message = "From: ceo@contoso.example\n"
            + ForgedSeal.Over(Samples.Plain, 1, "none", Samples.Evil, names: ["From"]);
        Assert.Equal(
            "the message signature of set 1: there is a From that is not signed",
            (await Samples.VerifyAsync(message)).Reason);
    }

    [Fact]
    public async Task Nobody_appends_to_a_body_of_which_a_sealer_signed_the_beginning()
    {
        var body = Samples.Plain.Split("\n\n", 2)[1].ReplaceLineEndings("\r\n");
        var whole = ForgedSeal.Over(Samples.Plain, 1, "none", Samples.Evil, limit: body.Length);
        Assert.Equal(ArcResult.Pass, (await Samples.VerifyAsync(whole)).Result);
        var verdict = await Samples.VerifyAsync(whole + "More.\n");
        Assert.Equal(
            (ArcResult.Fail, "the message signature of set 1: the end of the body is not signed (l=)"),
            (verdict.Result, verdict.Reason));
    }

    [Fact]
    public async Task A_seal_by_another_domain_does_not_make_changed_results_those_of_the_first()
    {
        var honest = await Samples.SealAsync(Samples.Plain, Samples.Contoso);
        var changed = honest.Replace("dmarc=pass", "dmarc=fail", StringComparison.Ordinal);
        var verdict = await Samples.VerifyAsync(Samples.Text(
            Samples.Seal(Samples.Octets(changed), Samples.Evil, Samples.Verdict(ArcResult.Pass, 1))));
        Assert.Equal(ArcResult.Fail, verdict.Result);
        Assert.StartsWith("the seal of set 1: ", verdict.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_octet_of_a_chain_can_be_changed()
    {
        var message = await Samples.SealAsync(Samples.Plain, Samples.Contoso, Samples.Tailspin, Samples.Contoso);
        var end = message.IndexOf("\nFrom:", StringComparison.Ordinal);
        await Gen.Select(Gen.Int[0, end - 1], Gen.Char['a', 'z']).SampleAsync(async (at, other) =>
        {
            // Where case does not count, and the last digit of base64, which has bits that nobody reads, it may.
            if (!char.IsAsciiLetterOrDigit(message[at]) || char.ToLowerInvariant(message[at]) == other
                || message[at + 1] == '=' && message[at + 2] is '=' or '\n')
            {
                return;
            }

            var changed = message[..at] + other + message[(at + 1)..];
            Assert.Equal(ArcResult.Fail, (await Samples.VerifyAsync(changed)).Result);
        });
    }

    [Fact]
    public async Task A_key_that_is_short_revoked_missing_or_of_another_kind_fails_the_chain()
    {
        var message = Samples.Octets(await Samples.SealAsync(Samples.Plain, Samples.Contoso));
        string?[] records = [null, "v=DKIM1; p=", Samples.Tailspin.Record, "v=DKIM1; k=rsa; p=omg", ShortKey];
        foreach (var record in records)
        {
            var zone = new FakeZone();
            if (record is not null)
            {
                zone.Txt[Samples.Contoso.RecordName] = [record];
            }

            Assert.Equal(ArcResult.Fail, (await Samples.VerifyAsync(message, zone)).Result);
        }
    }

    [Fact]
    public async Task A_key_that_cannot_be_looked_up_for_now_is_neither_a_pass_nor_a_fail()
    {
        var message = Samples.Octets(
            await Samples.SealAsync(Samples.Plain, Samples.Evil, Samples.Tailspin, Samples.Contoso));
        var zone = Samples.Zone();
        zone.Faults.Add(Samples.Contoso.RecordName);
        var newest = await Samples.VerifyAsync(message, zone);
        Assert.Equal(ArcResult.TempError, newest.Result);
        Assert.Equal("the message signature of set 3: the key cannot be looked up for now", newest.Reason);
        Assert.Equal(3, newest.Chain.Length);

        zone = Samples.Zone();
        zone.Faults.Add(Samples.Evil.RecordName);
        var oldest = await Samples.VerifyAsync(message, zone);
        Assert.Equal(ArcResult.TempError, oldest.Result);
        Assert.Equal("the seal of set 1: the key cannot be looked up for now", oldest.Reason);

        // What fails without any key has failed.
        var changed = Samples.Octets(Samples.Text(message).Replace("figures.", "lies.", StringComparison.Ordinal));
        Assert.Equal(ArcResult.Fail, (await Samples.VerifyAsync(changed, zone)).Result);
    }

    [Fact]
    public async Task An_older_message_signature_without_a_key_for_now_is_one_that_is_not_shown_to_be_good()
    {
        var other = SigningKey.Create(SigningAlgorithm.Ed25519Sha256, DomainName.Parse("evil.example"), "other");
        var first = ForgedSeal.Over(Samples.Plain, 1, "none", Samples.Evil, messageKey: other);
        var message = Samples.Octets(Samples.Text(
            Samples.Seal(Samples.Octets(first), Samples.Contoso, Samples.Verdict(ArcResult.Pass, 1))));
        var zone = Samples.Zone();
        zone.Faults.Add(other.RecordName);

        var verdict = await Samples.VerifyAsync(message, zone);
        Assert.Equal((ArcResult.Pass, 2), (verdict.Result, verdict.OldestPass));
        zone.Faults.Clear();
        zone.Txt[other.RecordName] = [other.Record];
        Assert.Equal(0, (await Samples.VerifyAsync(message, zone)).OldestPass);
    }

    [Fact]
    public async Task Each_key_is_asked_for_once_and_none_before_the_body_is_good()
    {
        var message = Samples.Octets(await Samples.SealAsync(
            Samples.Plain, Samples.Contoso, Samples.Tailspin, Samples.Contoso, Samples.Tailspin));
        var asked = new CountingResolver(Samples.Zone());
        Assert.Equal(ArcResult.Pass, (await Samples.VerifyAsync(message, asked)).Result);
        Assert.Equal(
            [Samples.Contoso.RecordName, Samples.Tailspin.RecordName], asked.Names.Order(StringComparer.Ordinal));

        asked = new CountingResolver(Samples.Zone());
        await Samples.VerifyAsync([.. message, .. "more\r\n"u8], asked);
        await Samples.VerifyAsync([.. "ARC-Seal: i=9\r\n"u8, .. message], asked);
        Assert.Empty(asked.Names);
    }

    [Fact]
    public async Task Ten_thousand_fields_of_a_chain_cost_what_ten_thousand_fields_do()
    {
        var flood = string.Concat(Enumerable.Repeat("ARC-Seal: i=1; cv=none\n", 9_000));
        Assert.Equal("set 1 has two ARC-Seal", (await Samples.VerifyAsync(flood + Samples.Plain)).Reason);

        var comments = "ARC-Authentication-Results: " + new string('(', 100_000) + "i=1;\n";
        Assert.Equal(ArcResult.Fail, (await Samples.VerifyAsync(comments + Samples.Plain)).Result);

        var names = Enumerable.Repeat("x", 20_000).Prepend("From");
        var fields = string.Concat(Enumerable.Repeat("x:\n", 9_000));
        var message = ForgedSeal.Over(fields + Samples.Plain, 1, "none", Samples.Evil, names: names);
        Assert.Equal(ArcResult.Pass, (await Samples.VerifyAsync(message)).Result);
    }

    // RFC 8301 section 3.2: at least 1024 bits.
    private const string ShortKey =
        "v=DKIM1; k=rsa; p=MFwwDQYJKoZIhvcNAQEBBQADSwAwSAJBAIWmlgix/84GJ+dfgjm7LTc9EPdfk"
        + "ftlgiPpCq4/kbDAZmU0VvYKDljjleJ1dfvS+CGy9U/kk1tG3EeEvb82xAcCAwEAAQ==";
}
