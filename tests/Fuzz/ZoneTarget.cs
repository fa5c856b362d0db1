using System.Globalization;
using System.Net;
using System.Text;
using Causeway.Dns;
using Causeway.Dns.Zones;

namespace Causeway.Fuzz;

/// <summary>
/// Zone files: what is read can be written in full and is read the same; and the zone answers with it.
/// </summary>
internal sealed class ZoneTarget : IFuzzTarget
{
    public string Name => "zone";

    public IReadOnlyList<byte[]> Words { get; } =
    [
        .. new[]
        {
            "\n", "$ORIGIN a.example.\n", "$ORIGIN b", "$TTL 1h\n", "$TTL 99999999999\n", "$INCLUDE x\n", "@ ", "a ",
            "* ", "\\. ", "a\\.b ", "a\\046b ", "\\000", "\\", "\"", "\"a b\" ", "(", ")", "; comment", " IN ",
            " CH ", " 1w2d3h4m5s ", " 2147483648 ", "A 192.0.2.1\n", "A 10.1\n", "AAAA 2001:db8::1\n",
            "AAAA [::1]\n", "AAAA fe80::1%1\n", "MX 10 mx\n", "MX 65536 .\n", "NS ns\n", "PTR a.\n", "CNAME a\n",
            "CNAME b.a.example.\n", "SRV 0 1 443 h\n", "TLSA 3 1 1 ab CD\n", "TXT \"v=spf1 -all\"\n", "TXT a;b\n",
            "SOA ns h 1 2 3 4 5\n", "@ 60 IN SOA ns h ( 1 1h 1h 1h 1h )\n",
            "b.example. 60 IN SOA . . 1 1 1 1 2147483647\n", "TYPE65534 \\# 0\n", ".", "..", "\t", "\r\n", "\ufeff",
            "\0", "\u00e9", new string('a', 64), new string('x', 256),
        }.Select(Encoding.UTF8.GetBytes),
    ];

    public Judgement Judge(byte[] input, Random random)
    {
        var zone = ZoneFile.Read("zone", Encoding.UTF8.GetString(input), "a.example");
        var finding = zone.Records.Select(Wrong).FirstOrDefault(fault => fault is not null) ?? Again(zone)
            ?? zone.Records.Take(20).Select(record => Unanswered(new ZoneResolver(zone), record)).FirstOrDefault(
                fault => fault is not null);
        var types = string.Join(',', zone.Records.Select(record => record.Type).Distinct());
        var errors = string.Join(',', zone.Errors.Take(3).Select(Kind));
        return new Judgement(finding, $"{types} {zone.Apexes.Length} {zone.Notes.Length} {errors}");
    }

    // What it says of itself differs from input to input, what it advises does not.
    private static string Kind(ZoneRemark remark) => remark.Text[(remark.Text.LastIndexOf(':') + 1)..];

    private static string? Wrong(ZoneRecord record) =>
        record.TimeToLive < TimeSpan.Zero || record.TimeToLive.TotalSeconds > int.MaxValue ? "a time that cannot be"
        : record.Owner.Length > 253 || record.Owner.Any(c => c is <= ' ' or > '~') ? "a name that cannot be"
        : record.Type == "A" && IPAddress.Parse(record.Content[0]).ToString() != record.Content[0]
            ? "an address that cannot be"
        : null;

    private static string? Again(ZoneFile zone)
    {
        var text = new StringBuilder();
        foreach (var record in zone.Records)
        {
            var content = string.Join(' ', record.Content.Select((field, i) => Written(record.Type, field, i)));
            text.Append(CultureInfo.InvariantCulture,
                $"{Whole(record.Owner)} {record.TimeToLive.TotalSeconds} IN {record.Type} {content}\n");
        }

        var again = ZoneFile.Read("again", text.ToString(), "other.example");
        return !again.Errors.IsEmpty ? $"what was written cannot be read: {again.Errors[0]}"
            : zone.Errors.IsEmpty && !again.Records.Select(Line).SequenceEqual(zone.Records.Select(Line))
                ? "what was written is read otherwise"
            : null;
    }

    private static string Line(ZoneRecord record) =>
        $"{record.Owner} {record.TimeToLive} {record.Type} {string.Join('\n', record.Content)}";

    private static string Whole(string name) => name + ".";

    private static string Written(string type, string field, int at) => (type, at) switch
    {
        ("TXT", _) => $"\"{string.Concat(field.Select(Escaped))}\"",
        ("CNAME" or "NS" or "PTR", _) or ("MX", 1) or ("SRV", 3) or ("SOA", 0 or 1) => Whole(field),
        _ => field,
    };

    private static string Escaped(char octet) => "\\" + ((int)octet).ToString("D3", CultureInfo.InvariantCulture);

    private static string? Unanswered(ZoneResolver resolver, ZoneRecord record)
    {
        var below = "x." + record.Owner;
        foreach (var name in new[] { record.Owner, below })
        {
            Result(resolver.MxAsync(name, CancellationToken.None));
            Result(resolver.AddressesAsync(name, CancellationToken.None));
            Result(resolver.TlsaAsync(name, CancellationToken.None));
            Result(resolver.CnameAsync(name, CancellationToken.None));
        }

        var texts = Result(resolver.TxtAsync(record.Owner, CancellationToken.None));
        return record.Type == "TXT" && resolver.Knows(record.Owner)
            && !texts.Records.Contains(string.Concat(record.Content))
            ? $"the zone does not answer with the TXT of {record.Owner}" : null;
    }

    private static DnsAnswer<T> Result<T>(ValueTask<DnsAnswer<T>> answer) => answer.AsTask().GetAwaiter().GetResult();
}
