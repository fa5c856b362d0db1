using System.Globalization;
using System.Net;
using System.Text;
using Causeway.Dns.Zones;

namespace Causeway.Shared;

/// <summary>
/// A response, true or not: <c>new DnsReply(query) { Answers = ["a.example. 60 MX 10 mx.a.example."] }</c>. Records are
/// lines of a zone file.
/// </summary>
public sealed record DnsReply(DnsQuery Query)
{
    private static readonly Dictionary<string, int> Types = new()
    {
        ["A"] = 1, ["NS"] = 2, ["CNAME"] = 5, ["SOA"] = 6, ["PTR"] = 12, ["MX"] = 15, ["TXT"] = 16, ["AAAA"] = 28,
        ["SRV"] = 33, ["TLSA"] = 52,
    };

    public int Id { get; init; } = Query.Id;

    public byte[] Question { get; init; } = Query.Question;

    public int Code { get; init; }

    public bool IsTruncated { get; init; }

    public bool IsAuthenticated { get; init; }

    public string[] Answers { get; init; } = [];

    public string[] Authorities { get; init; } = [];

    /// <summary>What the header says of them.</summary>
    public int? AnswerCount { get; init; }

    public static int TypeOf(string type) => Types[type];

    public byte[] Octets()
    {
        var records = Answers.Concat(Authorities)
            .Select(line => ZoneFile.Read("literal", line, origin: null) is { Errors: [], Records: [var record] }
                ? record
                : throw new FormatException(line));
        return
        [
            .. Short(Id), (byte)(IsTruncated ? 0x83 : 0x81), (byte)((IsAuthenticated ? 0xA0 : 0x80) | Code),
            .. Short(Question.Length == 0 ? 0 : 1), .. Short(AnswerCount ?? Answers.Length),
            .. Short(Authorities.Length), .. Short(0), .. Question, .. records.SelectMany(OctetsOf),
        ];
    }

    private static byte[] OctetsOf(ZoneRecord record)
    {
        var content = ContentOf(record.Type, [.. record.Content]);
        return
        [
            .. Name(record.Owner), .. Short(Types[record.Type]), .. Short(1), .. Long(record.TimeToLive.TotalSeconds),
            .. Short(content.Length), .. content,
        ];
    }

    private static byte[] ContentOf(string type, string[] fields) => type switch
    {
        "A" or "AAAA" => IPAddress.Parse(fields[0]).GetAddressBytes(),
        "MX" => [.. Short(Number(fields[0])), .. Name(fields[1])],
        "TXT" => [.. fields.SelectMany(field => (byte[])[(byte)field.Length, .. Encoding.Latin1.GetBytes(field)])],
        "SOA" => [.. Name(fields[0]), .. Name(fields[1]), .. fields[2..].SelectMany(field => Long(Number(field)))],
        "TLSA" => [.. fields[..3].Select(field => (byte)Number(field)), .. Convert.FromHexString(fields[3])],
        "SRV" => [.. fields[..3].SelectMany(field => Short(Number(field))), .. Name(fields[3])],
        _ => Name(fields[0]),
    };

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static byte[] Name(string name) => name.Length == 0
        ? [0]
        : [.. name.Split('.').SelectMany(label => (byte[])[(byte)label.Length, .. Encoding.Latin1.GetBytes(label)]), 0];

    private static byte[] Short(int value) => [(byte)(value >> 8), (byte)value];

    private static byte[] Long(double value) =>
        [.. Short((int)((uint)value >> 16)), .. Short((int)((uint)value & 0xFFFF))];
}
