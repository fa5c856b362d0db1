using System.Net;
using System.Text;
using Causeway.Dns;
using Causeway.Dns.Wire;

namespace Causeway.Fuzz;

/// <summary>
/// Messages of DNS servers: what is read of one is what a slow reader reads, and names can be asked for.
/// </summary>
internal sealed class DnsTarget : IFuzzTarget
{
    private static readonly byte[] Question = [1, (byte)'a', 7, .. "example"u8, 0];

    public string Name => "dns";

    // The name that the corpus asks for stands at octet 12.
    public IReadOnlyList<byte[]> Words { get; } =
    [
        Question, [0xC0, 12], [0xC0, 14], [0xC0, 0], [0xC0, 40], [0xFF, 0xFF], [0, 1, 0, 1], [0, 16, 0, 1],
        [0, 15, 0, 1], [0, 5, 0, 1], [0, 6, 0, 1], [0, 28, 0, 1], [0, 52, 0, 1], [0, 12, 0, 3], [0, 0, 14, 16],
        [0x80, 0, 0, 0], [0, 0], [0, 4, 192, 0, 2, 1], [0, 4, 3, .. "a.b"u8], [0, 2, 0xC0, 12],
        [0, 4, 0, 10, 0xC0, 12], [0x40], [63], [1, (byte)'.'], [1, (byte)'\\'], [1, 0xC1], [2, (byte)'A', 0],
        [0xC0, 12, 0, 5, 0, 1, 0, 0, 0, 9, 0, 4, 1, (byte)'b', 0xC0, 14],
        [0xC0, 12, 0, 16, 0, 1, 0, 0, 0, 9, 0, 3, 2, (byte)'x', (byte)'y'],
        [0xC0, 14, 0, 6, 0, 1, 0, 0, 0, 9, 0, 24, 0xC0, 14, 0xC0, 14, .. new byte[20]],
    ];

    public Judgement Judge(byte[] input, Random random)
    {
        if (DnsQuestion.TryCreate("a.example", RecordType.Txt, out var question))
        {
            question.IsAnsweredBy(input, id: 1);
        }

        DnsMessage message;
        try
        {
            message = DnsMessage.Read(input);
        }
        catch (FormatException fault)
        {
            return new Judgement(null, fault.Message);
        }

        var aliases = new AliasChain();
        var end = aliases.TryFollow(question!, message) ? aliases.End : "?";
        var negative = message.NegativeTimeToLive(end);
        var types = message.Answers.Concat(message.Authorities).Select(record => record.Type.ToString()).Distinct();
        var finding = negative < TimeSpan.Zero ? "a time before now"
            : message.IsTruncated ? null
            : Difference(input, message);
        return new Judgement(finding,
            $"{message.Code} {message.IsTruncated} {message.IsReferral} {end.Length} {string.Join(',', types)}");
    }

    private static string? Difference(byte[] input, DnsMessage message)
    {
        var slow = new SlowDns(input);
        if (slow.Records() is not { } all)
        {
            return "what is no message was read";
        }

        var expected = all.Where(record => record.Class == 1).ToList();
        var read = message.Answers.Concat(message.Authorities).ToList();
        return expected.Count != read.Count ? $"{read.Count} records were read, not {expected.Count}"
            : expected.Zip(read).Select(pair => Difference(slow, input, pair.First, pair.Second))
                .FirstOrDefault(difference => difference is not null);
    }

    private static string? Difference(SlowDns slow, byte[] input, SlowRecord expected, WireRecord read)
    {
        var seconds = expected.Seconds > int.MaxValue ? 0 : expected.Seconds;
        var content = input[expected.Start..(expected.Start + expected.Length)];
        var isSame = read.Value switch
        {
            IPAddress address => address.GetAddressBytes().SequenceEqual(content),
            MxRecord mx => mx.Preference == slow.Short(expected.Start)
                && IsName(mx.Exchange, slow.Name(expected.Start + 2).Labels),
            TlsaRecord => true,
            string text when read.Type == RecordType.Txt => text == slow.Text(expected),
            string name => IsName(name, slow.Name(expected.Start).Labels),
            TimeSpan minimum => minimum >= TimeSpan.Zero,
            _ => true,
        };
        return (int)read.Type != expected.Type ? "a record of another type"
            : read.TimeToLive.TotalSeconds != seconds ? "a record of another time to live"
            : !IsName(read.Owner, expected.Owner) ? $"a record of {read.Owner}, whose name is another"
            : !isSame ? $"a record that does not say {read.Value}"
            : null;
    }

    // As text and on the wire again it is the same name, in lower case.
    private static bool IsName(string text, List<byte[]> labels)
    {
        byte[] wire = [.. labels.SelectMany(label => label.Prepend((byte)label.Length)), 0];
        return WireName.TryEncode(text, out var encoded) && encoded.SequenceEqual(wire.Select(Lower));
    }

    private static byte Lower(byte octet) => octet is >= (byte)'A' and <= (byte)'Z' ? (byte)(octet | 0x20) : octet;
}
