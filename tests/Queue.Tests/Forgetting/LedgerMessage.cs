using System.Collections.Immutable;
using System.Security.Cryptography;
using Causeway.Queue.Facts;

namespace Causeway.Queue.Tests.Forgetting;

/// <summary>A message of the client's: what it hands in, and what must arrive.</summary>
internal sealed record LedgerMessage(Accepted Envelope, byte[] Octets)
{
    public string Id => Envelope.Id;

    public string Hash { get; } = Convert.ToHexString(SHA256.HashData(Octets));

    /// <summary>
    /// Empty ones, small ones, and ones of several pieces; one or two copies, sometimes one that has no way; some with
    /// the null reverse-path, whose failures are held and not told.
    /// </summary>
    public static ImmutableArray<LedgerMessage> Make(int seed, int count)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(number =>
        {
            var octets = new byte[random.Next(4) switch { 0 => 0, 1 => random.Next(3000), _ => random.Next(600) }];
            random.NextBytes(octets);
            var copies = new List<Copy> { Some.ToInternet(0, "x.example", "a@x.example", "b@x.example") };
            if (random.Next(2) == 0)
            {
                copies.Add(new Copy(1, DestinationKind.Mailbox, "", ["c@contoso.example"]));
            }

            if (random.Next(5) == 0)
            {
                copies.Add(new Copy(2, DestinationKind.Held, "554 5.4.4 No way", ["d@contoso.example"]));
            }

            var envelope = Some.Message($"M{number:D2}", [.. copies]);
            return new LedgerMessage(random.Next(4) == 0 ? envelope with { From = "" } : envelope, octets);
        })];
    }
}
