using System.Text;
using Causeway.Authentication.Dkim;
using Causeway.Core.Addresses;
using Causeway.Dns;

namespace Causeway.Authentication.Tests.Dkim;

/// <summary>The messages, keys and broken key records of dkimpy.</summary>
public sealed class DkimpyTests
{
    private static readonly string? Folder = Some.Vectors("dkimpy");

    private static readonly DomainName Domain = DomainName.Parse("example.com");

    [Theory]
    [InlineData("test.txt", DkimResult.Pass, null)]
    [InlineData("test2.txt", DkimResult.Pass, null)]
    [InlineData("test_bad.txt", DkimResult.PermError, "the key cannot be read (p=)")]
    [InlineData("badk.txt", DkimResult.PermError, "the key is not for rsa-sha256")]
    [InlineData("badversion.txt", DkimResult.PermError, "the key record is broken")]
    [InlineData("test_tlsrpt.txt", DkimResult.PermError, "the key is not for mail (s=)")]
    public async Task A_key_record_serves_or_does_not(string record, DkimResult result, string? reason)
    {
        using var key = SigningKey.FromPem(Domain, "test", Read("test.private"));
        var zone = new FakeZone { Txt = { [key.RecordName] = [Read(record).Trim()] } };

        var verdict = await Some.VerdictAsync(Some.Signed(Some.Octets(Read("test.message")), key), zone);

        Assert.Equal((result, reason), (verdict.Result, verdict.Reason));
    }

    [Theory]
    [InlineData("test.message")]
    [InlineData("test_extra.message")]
    [InlineData("message.mbox")]
    [InlineData("rfc6376.msg")]
    [InlineData("ed25519test.msg")]
    public async Task A_message_that_is_signed_again_passes(string name)
    {
        using var key = Ed25519("ed25519test.key");
        var zone = new FakeZone { Txt = { [key.RecordName] = [Read("ed25519test.dns").Trim()] } };

        var verdicts = await Some.VerifyAsync(Some.Signed(Some.Octets(Read(name)), key), zone);

        Assert.Equal((DkimResult.Pass, null), (verdicts[0].Result, verdicts[0].Reason));
    }

    [Fact]
    public async Task The_message_of_rfc_6376_passes_with_simple_forms()
    {
        using var key = Ed25519("rfc8032_7_1.key");
        var zone = new FakeZone
        {
            Txt =
            {
                ["brisbane._domainkey.football.example.com"] = [key.Record],
                ["test._domainkey.football.example.com"] = [Read("test.txt").Trim()],
            },
        };

        var verdicts = await Some.VerifyAsync(Some.Octets(Read("rfc6376.signed.msg")), zone);

        Assert.Equal([null, null], verdicts.Select(verdict => verdict.Reason));
    }

    [Fact]
    public async Task The_message_of_exim_passes()
    {
        var zone = new FakeZone { Txt = { ["sed._domainkey.test.ex"] = [Read("eximtest.dns").Trim()] } };

        var verdict = await Some.VerdictAsync(Some.Octets(Read("ed25519test2.msg")), zone);

        Assert.Null(verdict.Reason);
    }

    private static string Read(string name)
    {
        Assert.SkipWhen(Folder is null, "The folder shared/data/dkim-dev is not beside the repository.");
        return File.ReadAllText(Path.Combine(Folder, name), Encoding.Latin1);
    }

    // PKCS #8 around the 32 octets (RFC 8410 section 7).
    private static SigningKey Ed25519(string name)
    {
        byte[] octets =
        [
            .. Convert.FromHexString("302e020100300506032b657004220420"), .. Convert.FromBase64String(Read(name)),
        ];
        return SigningKey.FromPem(Domain, "ed", $"""
            -----BEGIN PRIVATE KEY-----
            {Convert.ToBase64String(octets)}
            -----END PRIVATE KEY-----
            """);
    }
}
