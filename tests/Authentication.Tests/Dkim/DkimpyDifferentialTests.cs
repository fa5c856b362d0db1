using System.Text;
using Causeway.Authentication.Dkim;

namespace Causeway.Authentication.Tests.Dkim;

/// <summary>dkimpy beside ours: each verifies what the other signed, and says the same of what was changed.</summary>
public sealed class DkimpyDifferentialTests : IDisposable
{
    private static readonly string[] Forms =
        ["simple/simple", "simple/relaxed", "relaxed/simple", "relaxed/relaxed"];

    private readonly SigningKey rsa = Some.Key(SigningAlgorithm.RsaSha256, "rsa");
    private readonly SigningKey ed25519 = Some.Key(SigningAlgorithm.Ed25519Sha256, "ed");

    // dkimpy takes the time from the system.
    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    [Theory]
    [InlineData(SigningAlgorithm.RsaSha256)]
    [InlineData(SigningAlgorithm.Ed25519Sha256)]
    public async Task It_verifies_what_we_sign(SigningAlgorithm algorithm)
    {
        var key = algorithm == SigningAlgorithm.RsaSha256 ? rsa : ed25519;
        var generated = new Generated(1);
        var messages = Enumerable.Range(0, 150).Select(_ => Some.Signed(generated.Message(), key, Now)).ToArray();

        Assert.All((await DkimpyPeer.VerifyAsync(messages, key)).Zip(messages),
            pair => Assert.True(pair.First, Encoding.Latin1.GetString(pair.Second)));
    }

    [Theory]
    [InlineData(SigningAlgorithm.RsaSha256)]
    [InlineData(SigningAlgorithm.Ed25519Sha256)]
    public async Task We_verify_what_it_signs(SigningAlgorithm algorithm)
    {
        var key = algorithm == SigningAlgorithm.RsaSha256 ? rsa : ed25519;

        foreach (var message in await SignedAsync(key, 2, 80))
        {
            var verdict = await Some.VerdictAsync(message, Some.Zone(key), Now);
            Assert.True(verdict.Result == DkimResult.Pass, $"{verdict}\n{Encoding.Latin1.GetString(message)}");
        }
    }

    [Fact]
    public async Task Both_say_the_same_of_a_message_that_was_changed()
    {
        var generated = new Generated(3);
        var messages = (await SignedAsync(ed25519, 4, 250)).Select(generated.Change).ToArray();
        var theirs = await DkimpyPeer.VerifyAsync(messages, ed25519);
        Assert.Equal(1000, theirs.Length);
        Assert.InRange(theirs.Count(isGood => isGood), 200, 800);

        foreach (var (message, isGood) in messages.Zip(theirs))
        {
            var verdict = await Some.VerdictAsync(message, Some.Zone(ed25519), Now);
            Assert.True(isGood == (verdict.Result == DkimResult.Pass),
                $"{isGood}: {verdict}\n{Encoding.Latin1.GetString(message)}");
        }
    }

    public void Dispose()
    {
        rsa.Dispose();
        ed25519.Dispose();
    }

    private static Task<byte[][]> SignedAsync(SigningKey key, int seed, int ofEachForm)
    {
        var generated = new Generated(seed);
        return DkimpyPeer.SignAsync(
            Enumerable.Range(0, ofEachForm * 4).Select(i => (generated.Message(), Forms[i % 4], i % 3 == 0)), key);
    }
}
