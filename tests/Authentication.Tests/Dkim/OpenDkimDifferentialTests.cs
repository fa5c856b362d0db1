using System.Text;
using Causeway.Authentication.Dkim;

namespace Causeway.Authentication.Tests.Dkim;

/// <summary>
/// OpenDKIM beside ours: each verifies what the other signed, and says the same of what was changed. Of fields in the
/// simple form it can say nothing in its test mode, which trims them.
/// </summary>
public sealed class OpenDkimDifferentialTests : IDisposable
{
    private readonly SigningKey rsa = Some.Key(SigningAlgorithm.RsaSha256, "rsa");
    private readonly SigningKey ed25519 = Some.Key(SigningAlgorithm.Ed25519Sha256, "ed");

    // OpenDKIM takes the time from the system.
    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    [Fact]
    public async Task It_verifies_what_we_sign()
    {
        var generated = new Generated(11);
        var messages = Enumerable.Range(0, 100)
            .Select(i => Some.Signed(generated.Message(), i % 2 == 0 ? rsa : ed25519, Now)).ToArray();

        Assert.All((await OpenDkimPeer.VerifyAsync(messages, rsa, ed25519)).Zip(messages),
            pair => Assert.True(pair.First, Encoding.Latin1.GetString(pair.Second)));
    }

    [Theory]
    [InlineData("relaxed/simple", SigningAlgorithm.RsaSha256)]
    [InlineData("relaxed/simple", SigningAlgorithm.Ed25519Sha256)]
    [InlineData("relaxed/relaxed", SigningAlgorithm.RsaSha256)]
    public async Task We_verify_what_it_signs(string form, SigningAlgorithm algorithm)
    {
        var key = algorithm == SigningAlgorithm.RsaSha256 ? rsa : ed25519;
        var generated = new Generated(12);

        foreach (var message in await OpenDkimPeer.SignAsync(
            [.. Enumerable.Range(0, 60).Select(_ => generated.Message())], form, key))
        {
            var verdict = await Some.VerdictAsync(message, Some.Zone(key), Now);
            Assert.True(verdict.Result == DkimResult.Pass, $"{verdict}\n{Encoding.Latin1.GetString(message)}");
        }
    }

    [Theory]
    [InlineData("relaxed/simple")]
    [InlineData("relaxed/relaxed")]
    public async Task Both_say_the_same_of_a_message_that_was_changed(string form)
    {
        var generated = new Generated(13);
        var signed = await OpenDkimPeer.SignAsync(
            [.. Enumerable.Range(0, 200).Select(_ => generated.Message())], form, ed25519);
        var messages = signed.Select(generated.Change).ToArray();
        var theirs = await OpenDkimPeer.VerifyAsync(messages, ed25519);
        Assert.InRange(theirs.Count(isGood => isGood), 20, 180);

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
}
