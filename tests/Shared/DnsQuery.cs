using System.Net;
using System.Text;

namespace Causeway.Shared;

/// <summary>A query as <see cref="LoopbackDns"/> received it: its octets, from where, and by TCP or UDP.</summary>
public sealed record DnsQuery(byte[] Octets, IPEndPoint From, bool IsByTcp)
{
    public int Id => (Octets[0] << 8) | Octets[1];

    public bool HasAuthenticData => (Octets[3] & 0x20) != 0;

    public bool HasOptions => Octets[11] != 0;

    /// <summary>The name in lower case, without the dot at the end.</summary>
    public string Name
    {
        get
        {
            var labels = new List<string>();
            for (var at = 12; Octets[at] != 0; at += Octets[at] + 1)
            {
                labels.Add(Encoding.Latin1.GetString(Octets, at + 1, Octets[at]).ToLowerInvariant());
            }

            return string.Join('.', labels);
        }
    }

    public int Type => (Octets[TypeAt] << 8) | Octets[TypeAt + 1];

    /// <summary>The question with its type and class.</summary>
    public byte[] Question => Octets[12..(TypeAt + 4)];

    private int TypeAt
    {
        get
        {
            var at = 12;
            while (Octets[at] != 0)
            {
                at += Octets[at] + 1;
            }

            return at + 1;
        }
    }
}
