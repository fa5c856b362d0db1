using System.Diagnostics;
using Causeway.Authentication.Dkim;
using Causeway.Mail;

namespace Causeway.AuthenticationBench;

/// <summary>Our verifier, from the octets of a message to its verdict.</summary>
internal static class Ours
{
    /// <summary>Verified signatures a second.</summary>
    public static async Task<double> RunAsync(SignedMessage signed, int messages)
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
}
