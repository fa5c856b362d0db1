using System.Net;
using Causeway.Authentication.Arc;
using Causeway.Authentication.Dkim;
using Causeway.Authentication.Dmarc;
using Causeway.Authentication.Iprev;
using Causeway.Authentication.Spf;
using Causeway.Authentication.Tests.Dkim;
using Causeway.Core.Addresses;
using Causeway.Dns;
using Microsoft.Extensions.Time.Testing;

namespace Causeway.Authentication.Tests;

public sealed class MessageAuthenticatorTests
{
    private static readonly IPAddress Client = IPAddress.Parse("192.0.2.1");

    [Fact]
    public async Task All_that_can_be_found_out_is_found_out_at_once()
    {
        using var key = Some.Key();
        var verdict = await JudgeAsync(
            Zone(key), "ann@contoso.example", Some.Signed(Some.Octets(Some.Message), key));

        Assert.Equal((Client, "mx.contoso.example"), (verdict.Source, verdict.Helo));
        Assert.Equal(new IprevVerdict(IprevResult.Pass, "mx.contoso.example"), verdict.Iprev);
        Assert.Equal((SpfResult.Pass, "ip4:192.0.2.1"), (verdict.Spf.Result, verdict.Spf.Mechanism));
        Assert.Equal(DkimResult.Pass, Assert.Single(verdict.Dkim).Result);
        Assert.Equal(ArcResult.None, verdict.Arc.Result);
        Assert.Equal((DmarcResult.Pass, "contoso.example", DmarcPolicy.Reject),
            (verdict.Dmarc.Result, verdict.Dmarc.AuthorDomain, verdict.Dmarc.Policy));
        Assert.True(verdict.Dmarc.IsSpfAligned && verdict.Dmarc.IsDkimAligned);
        Assert.Equal(
            "us.example; iprev=pass policy.iprev=192.0.2.1; spf=pass smtp.mailfrom=contoso.example; "
            + $"dkim=pass header.d=contoso.example header.s=s1 header.a=ed25519-sha256 header.b=*; "
            + "dmarc=pass header.from=contoso.example policy.dmarc=reject; arc=none",
            Masked(verdict));
    }

    [Fact]
    public async Task A_message_without_anything_has_none_of_it()
    {
        var verdict = await JudgeAsync(new FakeZone(), "", Some.Octets(Some.Message));
        Assert.Equal(
            "us.example; iprev=permerror policy.iprev=192.0.2.1; spf=none smtp.helo=mx.contoso.example; dkim=none; "
            + "dmarc=none header.from=contoso.example; arc=none",
            string.Join("; ", verdict.ToResults("us.example").Text.Split("; ").Select(part => part.Split(" reason=")[0]
                + (part.Contains(" reason=", StringComparison.Ordinal)
                    ? string.Concat(part.Split('"').Skip(2)) : ""))));
    }

    [Fact]
    public async Task Dead_DNS_is_neither_pass_nor_fail()
    {
        using var key = Some.Key();
        var zone = Zone(key);
        zone.Faults.UnionWith(["contoso.example", "_dmarc.contoso.example", key.RecordName, "192.0.2.1"]);
        var verdict = await JudgeAsync(
            zone, "ann@contoso.example", Some.Signed(Some.Octets(Some.Message), key));

        Assert.Equal(IprevResult.TempError, verdict.Iprev.Result);
        Assert.Equal(SpfResult.TempError, verdict.Spf.Result);
        Assert.Equal(DkimResult.TempError, Assert.Single(verdict.Dkim).Result);
        Assert.Equal(DmarcResult.TempError, verdict.Dmarc.Result);
    }

    [Fact]
    public async Task A_bounce_passes_by_the_name_of_its_client()
    {
        using var key = Some.Key();
        var zone = Zone(key);
        zone.Txt["mx.contoso.example"] = ["v=spf1 ip4:192.0.2.1 -all"];
        var verdict = await JudgeAsync(zone, "", Some.Octets(Some.Message));

        Assert.True(verdict.Spf.IsOfHelo);
        Assert.Equal(DmarcResult.Pass, verdict.Dmarc.Result);
    }

    [Theory]
    [InlineData(true, DmarcResult.Pass)]
    [InlineData(false, DmarcResult.Fail)]
    public async Task Where_the_client_is_not_known_a_signature_decides(bool isSigned, DmarcResult result)
    {
        using var key = Some.Key();
        var octets = Some.Octets(Some.Message);
        var (header, body) = Some.Split(isSigned ? Some.Signed(octets, key) : octets);
        await using var run = new MessageAuthenticator(Zone(key), new FakeTimeProvider(Some.Now))
            .BeginWithoutSource(Client, "mx.contoso.example", header);
        run.Body.Write(body.Span);

        var verdict = await run.CompleteAsync(TestContext.Current.CancellationToken);

        Assert.Equal(result, verdict.Dmarc.Result);
        Assert.Equal((SpfResult.None, false), (verdict.Spf.Result, verdict.Dmarc.IsSpfAligned));
    }

    [Fact]
    public async Task A_run_that_is_given_up_ends_what_it_asks()
    {
        var (header, _) = Some.Split(Some.Octets(Some.Message));
        var run = new MessageAuthenticator(new FakeZone(), new FakeTimeProvider(Some.Now))
            .Begin(Client, "mx.contoso.example", ReversePath.Null, header);
        await run.DisposeAsync();
        await Assert.ThrowsAnyAsync<ObjectDisposedException>(
            async () => await run.CompleteAsync(TestContext.Current.CancellationToken));
    }

    private static FakeZone Zone(SigningKey key)
    {
        var zone = Some.Zone(key);
        zone.Txt["contoso.example"] = ["v=spf1 ip4:192.0.2.1 -all"];
        zone.Txt["_dmarc.contoso.example"] = ["v=DMARC1; p=reject"];
        zone.Pointers["192.0.2.1"] = ["mx.contoso.example"];
        zone.Addresses["mx.contoso.example"] = ["192.0.2.1"];
        return zone;
    }

    private static string Masked(AuthenticationVerdict verdict) => verdict.ToResults("us.example").Text
        .Replace(verdict.ToResults("us.example").Methods[2].ValueOf("header", "b")!, "*", StringComparison.Ordinal)
        .Replace("\"*\"", "*", StringComparison.Ordinal).Replace("header.b=?", "header.b=*", StringComparison.Ordinal);

    private static async Task<AuthenticationVerdict> JudgeAsync(IResolver resolver, string from, byte[] message)
    {
        var (header, body) = Some.Split(message);
        await using var run = new MessageAuthenticator(resolver, new FakeTimeProvider(Some.Now))
            .Begin(Client, "mx.contoso.example", ReversePath.Parse(from), header);
        run.Body.Write(body.Span);
        return await run.CompleteAsync(TestContext.Current.CancellationToken);
    }
}
