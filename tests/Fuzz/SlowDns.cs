using System.Text;

namespace Causeway.Fuzz;

/// <summary>A record as its octets have it, with its name in labels.</summary>
internal sealed record SlowRecord(List<byte[]> Owner, int Type, int Class, uint Seconds, int Start, int Length);

/// <summary>
/// A message of DNS read the obvious way (RFC 1035 section 4.1), as many records as can be; pointers may lead anywhere
/// but round in a circle.
/// </summary>
internal sealed class SlowDns(byte[] octets)
{
    /// <summary>The records of the answers and the authorities; null where there are not as many as it says.</summary>
    public List<SlowRecord>? Records()
    {
        try
        {
            var at = 12;
            for (var i = 0; i < Short(4); i++)
            {
                at = Name(at).End + 4;
            }

            var records = new List<SlowRecord>();
            for (var i = 0; i < Short(6) + Short(8); i++)
            {
                var (owner, end) = Name(at);
                var seconds = ((uint)Short(end + 4) << 16) | (uint)Short(end + 6);
                records.Add(new SlowRecord(owner, Short(end), Short(end + 2), seconds, end + 10, Short(end + 8)));
                at = end + 10 + Short(end + 8);
            }

            return at > octets.Length ? null : records;
        }
        catch (Exception fault) when (fault is IndexOutOfRangeException or FormatException)
        {
            return null;
        }
    }

    public int Short(int at) => (octets[at] << 8) | octets[at + 1];

    /// <summary>The labels of a name, and where what follows it begins.</summary>
    public (List<byte[]> Labels, int End) Name(int at)
    {
        var labels = new List<byte[]>();
        var passed = new HashSet<int>();
        var end = -1;
        while (octets[at] != 0)
        {
            if (!passed.Add(at))
            {
                throw new FormatException("a circle");
            }

            if (octets[at] >= 0xC0)
            {
                end = end < 0 ? at + 2 : end;
                at = Short(at) & 0x3FFF;
                continue;
            }

            labels.Add([.. Enumerable.Range(at + 1, octets[at]).Select(i => octets[i])]);
            at += octets[at] + 1;
        }

        return (labels, end < 0 ? at + 1 : end);
    }

    /// <summary>The character-strings of a TXT, joined.</summary>
    public string Text(SlowRecord record)
    {
        var text = new StringBuilder();
        for (var at = record.Start; at < record.Start + record.Length; at += octets[at] + 1)
        {
            text.Append(Encoding.Latin1.GetString(octets, at + 1, octets[at]));
        }

        return text.ToString();
    }
}
