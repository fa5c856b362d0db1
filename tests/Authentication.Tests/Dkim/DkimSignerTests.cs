using System.Text;
using Causeway.Authentication.Dkim;
using Causeway.Core.Addresses;

namespace Causeway.Authentication.Tests.Dkim;

public sealed class DkimSignerTests
{
    [Theory]
    [InlineData(SigningAlgorithm.RsaSha256, "rsa-sha256")]
    [InlineData(SigningAlgorithm.Ed25519Sha256, "ed25519-sha256")]
    public async Task What_is_signed_verifies_with_the_record_that_the_key_asks_to_publish(
        SigningAlgorithm algorithm, string name)
    {
        using var key = Some.Key(algorithm);

        var verdict = await Some.VerdictAsync(Some.Signed(Some.Octets(Some.Message), key), Some.Zone(key));

        Assert.Equal(DkimResult.Pass, verdict.Result);
        Assert.Equal(("contoso.example", "s1", name, "@contoso.example"),
            (verdict.Domain, verdict.Selector, verdict.Algorithm, verdict.Identity));
        Assert.Null(verdict.Reason);
        Assert.Equal(8, verdict.SignatureStart!.Length);
    }
}
