using System.Diagnostics;
using Causeway.Authentication.Dkim;
using Causeway.Mail;

namespace Causeway.AuthenticationBench;

/// <summary>Our verifier and our signer, from the octets of a message.</summary>
internal static class Ours
{
    /// <summary>Verified signatures a second.</summary>
    public static async Task<double> VerifyAsync(SignedMessage signed, int messages)
    {
        var verifier = new DkimVerifier(signed.Zone, TimeProvider.System);
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < messages; i++)
        {
            var header = HeaderBlock.Scan(signed.Message);
            using var hashes = new BodyHashes();
            var verification = verifier.Begin(header, hashes);
            hashes.Write(signed.Message.AsSpan(header.Octets.Length));
            hashes.Complete();
            var verdicts = await verification.CompleteAsync(CancellationToken.None);
            if (verdicts is not [{ Result: DkimResult.Pass }])
            {
                throw new InvalidOperationException($"The signature came out as {verdicts[0]}.");
            }
        }

        return messages / watch.Elapsed.TotalSeconds;
    }

    /// <summary>Signatures a second.</summary>
    public static double Sign(SignedMessage signed, int messages)
    {
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < messages; i++)
        {
            SignedMessage.Sign(signed.Unsigned, signed.Key);
        }

        return messages / watch.Elapsed.TotalSeconds;
    }
}
