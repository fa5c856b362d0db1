using System.Net;
using System.Text;
using Causeway.Authentication.SkipListing;
using Causeway.Core.Topology;
using Causeway.Dns;
using Causeway.Mail;

namespace Causeway.Fuzz;

/// <summary>
/// Trace fields: the address in one is the one that its writer saw, whatever the peer called itself; and the way back
/// to the source believes nothing below the field that names it.
/// </summary>
internal sealed class ReceivedTarget : IFuzzTarget
{
    private const string Seen = "192.0.2.7";

    // RFC 5321 section 4.5.3.1.3.
    private const int LongestPath = 254;

    private static readonly IPAddress Peer = IPAddress.Parse("203.0.113.5");

    private static readonly Skip Skipped = new() { Addresses = [IPNetwork.Parse("203.0.113.0/24")] };

    public string Name => "received";

    public IReadOnlyList<byte[]> Words { get; } =
    [
        .. new[]
        {
            "\r\n", "\r\n ", "\n", "Received: ",
            "Received: from a.example (b.example [198.51.100.9]) by mx.example; date\r\n",
            "Received: from c.example (unknown [203.0.113.9]) by mx.example; date\r\n", "from ", " by ",
            " by mx.example", "; ", "[198.51.100.9]", "198.51.100.9", "(198.51.100.9)", "([198.51.100.9])",
            " ([198.51.100.9]) by y; (", "[IPv6:2001:db8::9]", "[10.0.0.1]", "[203.0.113.9]", "::1", "helo=",
            "HELO ", "EHLO a", "port=25", "Exim 4.97", "with ESMTP id a", "(", ")", "\\", "\"", "@", ":", "%eth0",
            "\0", "\t", "\u00e9", "unknown", "[", "]", " for <a@b.example>", new string('x', 300),
        }.Select(Encoding.UTF8.GetBytes),
    ];

    public Judgement Judge(byte[] input, Random random)
    {
        var said = Encoding.UTF8.GetString(input);
        var finding = Own(said) ?? Templates(said).Select(Spoofed).FirstOrDefault(fault => fault is not null);
        var (source, fault) = Walk(input);
        return new Judgement(finding ?? fault,
            $"{source.IsFound} {source.HopsSkipped} {source.Helo is null} {source.Reason.Length}");
    }

    private static string? Own(string said)
    {
        var field = new ReceivedField
        {
            Helo = said,
            Address = Seen,
            ReverseName = said.Length % 2 == 0 ? said : null,
            By = "mx.example",
            Id = "1",
            For = said.Length % 3 == 0 ? said[..Math.Min(said.Length, LongestPath)] : null,
            At = DateTimeOffset.UnixEpoch,
        };
        var written = field.Write();
        var block = HeaderBlock.Scan(written);
        return block.Fields.Length != 1 || block.Octets.Length != written.Length ? "our own field is not one"
            : ReceivedFrom.Read(block.BodyOf(block.Fields[0]))?.Address?.ToString() != Seen
                ? "our own field names another address"
            : null;
    }

    // As Postfix, Sendmail, Exim, qmail and Exchange write it; with a name as they check it, and as one who does not.
    private static IEnumerable<string> Templates(string said)
    {
        const string Rest = " by mx.example with ESMTP id 1; Thu, 1 Jan 1970 00:00:00 +0000 (UTC)\r\n";
        var line = said.Split('\r', '\n')[0];
        var word = new string([.. line.Select(c => IsPlain(c) ? c : '?')]);
        foreach (var name in new[] { line, word })
        {
            yield return $" from {name} (b.example [{Seen}]){Rest}";
            yield return $" from {name} ([{Seen}]){Rest}";
            yield return $" from {name} ({Seen}){Rest}";
        }

        yield return $" from [{Seen}] (helo={word}){Rest}";
        yield return $" from b.example ([{Seen}] helo={word}){Rest}";
        yield return $" from [{Seen}] (port=4025 helo={word}){Rest}";
        yield return $" from unknown (HELO {word}) ({Seen}){Rest}";
    }

    private static bool IsPlain(char c) =>
        c is > ' ' and < '\x7f' && !"<>()\\\";@".Contains(c, StringComparison.Ordinal);

    private static string? Spoofed(string body) =>
        ReceivedFrom.Read(Encoding.UTF8.GetBytes(body)) is { Address: { } address } && address.ToString() != Seen
            ? $"{address} is read of{body[..Math.Min(body.Length, 200)]}" : null;

    private static (TrueSource Source, string? Fault) Walk(byte[] input)
    {
        var header = HeaderBlock.Scan(input);
        var source = SourceWalk.Find(Peer, "peer.example", header, Skipped);
        var trace = header.Fields.Where(field => header.IsNamed(field, "Received"u8)).ToList();
        var fault = !source.IsFound ? source.Address.Equals(Peer) ? null : "a source that was not found"
            : source.HopsSkipped < 1 || source.HopsSkipped > trace.Count ? "a source of no field"
            : !AddressGuard.IsPublic(source.Address, loopbackCountsAsPublic: false)
                || Skipped.Addresses[0].Contains(source.Address) ? "a source that was to be skipped"
            : null;
        if (fault is null && source.IsFound && input[trace[source.HopsSkipped - 1].End - 1] == '\n')
        {
            // What is older may say anything.
            byte[] other =
            [
                .. input[..trace[source.HopsSkipped - 1].End],
                .. "X: y\r\nReceived: from x ([198.51.100.77]) by y; d\r\n\r\n"u8,
            ];
            var found = SourceWalk.Find(Peer, "peer.example", HeaderBlock.Scan(other), Skipped);
            fault = found == source ? null : "an older field counts";
        }

        return (source, fault);
    }
}
