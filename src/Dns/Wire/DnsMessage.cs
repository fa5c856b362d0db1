using System.Collections.Immutable;
using System.Net;
using System.Text;

namespace Causeway.Dns.Wire;

/// <summary>A response: its header, its answers and its authorities. The additional section is not read.</summary>
internal sealed record DnsMessage(
    int Code, bool IsTruncated, bool IsAuthenticated, ImmutableArray<WireRecord> Answers,
    ImmutableArray<WireRecord> Authorities)
{
    public const int NoError = 0;
    public const int FormatError = 1;
    public const int NameError = 3;
    public const int NotImplemented = 4;

    // Ours. No answer that mail needs has as many records.
    private const int MaximumRecords = 1000;

    private const int Internet = 1;

    /// <summary>
    /// RFC 2308 section 2.2: an authority that is no SOA, and no answer, hands the question on to other servers.
    /// </summary>
    public bool IsReferral => Code == NoError && Answers.IsEmpty
        && Authorities.Any(record => record.Type == RecordType.Ns)
        && Authorities.All(record => record.Type != RecordType.Soa);

    /// <summary>
    /// RFC 2308 section 5: how long it lasts that there is nothing: the lower of minimum and TTL of the SOA of a zone
    /// that has the name; zero where there is no such SOA.
    /// </summary>
    public TimeSpan NegativeTimeToLive(string name) => AuthoritiesOf(name)
        .Select(record => record.Value is TimeSpan minimum && minimum < record.TimeToLive ? minimum : record.TimeToLive)
        .DefaultIfEmpty(TimeSpan.Zero).Min();

    /// <summary>True where the answer has the last word on a name: the SOA of a zone that has it.</summary>
    public bool HasAuthority(string name) => AuthoritiesOf(name).Any();

    /// <exception cref="FormatException">It is no message, or lies about what is in it.</exception>
    public static DnsMessage Read(ReadOnlySpan<byte> octets)
    {
        var reader = new WireReader(octets, 2);
        var flags = reader.Short();
        int questions = reader.Short(), answers = reader.Short(), authorities = reader.Short();
        reader.Octets(2);
        WireReader.Check(answers + authorities <= MaximumRecords, $"more than {MaximumRecords} records");
        for (var i = 0; i < questions; i++)
        {
            reader.Name();
            reader.Octets(4);
        }

        var isTruncated = (flags & 0x0200) != 0;

        // Who cut the answer may have cut it anywhere; it is asked for again by TCP.
        return new DnsMessage(
            flags & 0xF, isTruncated, (flags & 0x0020) != 0,
            isTruncated ? [] : Records(octets, ref reader, answers),
            isTruncated ? [] : Records(octets, ref reader, authorities));
    }

    private IEnumerable<WireRecord> AuthoritiesOf(string name) => Authorities.Where(record =>
        record.Type == RecordType.Soa && (record.Owner.Length == 0 || name == record.Owner
            || name.EndsWith('.' + record.Owner, StringComparison.Ordinal)));

    private static ImmutableArray<WireRecord> Records(ReadOnlySpan<byte> octets, ref WireReader reader, int count)
    {
        var records = ImmutableArray.CreateBuilder<WireRecord>();
        for (var i = 0; i < count; i++)
        {
            var owner = reader.Name();
            var (type, network, seconds, length) =
                ((RecordType)reader.Short(), reader.Short(), reader.Long(), reader.Short());
            var content = new WireReader(octets, reader.Position);
            reader.Octets(length);
            if (network != Internet)
            {
                continue;
            }

            // RFC 2181 section 8: a TTL with the highest bit set is zero.
            records.Add(new WireRecord(
                owner, type, TimeSpan.FromSeconds(seconds > int.MaxValue ? 0 : seconds), Value(type, content, length)));
        }

        return records.ToImmutable();
    }

    private static object? Value(RecordType type, WireReader reader, int length)
    {
        var end = reader.Position + length;
        object? value = null;
        switch (type)
        {
            case RecordType.A or RecordType.Aaaa:
                WireReader.Check(length == (type == RecordType.A ? 4 : 16), "an address of another length");
                value = new IPAddress(reader.Octets(length));
                break;
            case RecordType.Cname or RecordType.Ptr or RecordType.Ns:
                value = reader.Name();
                break;
            case RecordType.Mx:
                value = new MxRecord(reader.Short(), reader.Name());
                break;
            case RecordType.Txt:
                value = Text(ref reader, end);
                break;
            case RecordType.Tlsa:
                WireReader.Check(length > 3, "a TLSA record without data");
                value = new TlsaRecord(reader.Octet(), reader.Octet(), reader.Octet(),
                    Convert.ToHexStringLower(reader.Octets(length - 3)));
                break;
            case RecordType.Soa:
                reader.Name();
                reader.Name();
                reader.Octets(16);
                value = TimeSpan.FromSeconds(Math.Min(reader.Long(), int.MaxValue));
                break;
            default:
                return null;
        }

        WireReader.Check(reader.Position == end, "a record of another length than it says");
        return value;
    }

    private static string Text(ref WireReader reader, int end)
    {
        var text = new StringBuilder();
        while (reader.Position < end)
        {
            text.Append(Encoding.Latin1.GetString(reader.Octets(reader.Octet())));
        }

        return text.ToString();
    }
}
