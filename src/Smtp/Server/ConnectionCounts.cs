using System.Net;

namespace Causeway.Smtp.Server;

/// <summary>The connections open at this moment, by address and in all.</summary>
internal sealed class ConnectionCounts
{
    private readonly Lock gate = new();
    private readonly Dictionary<IPAddress, int> byAddress = [];
    private int total;

    public int Total => Volatile.Read(ref total);

    /// <summary>Counts a connection; false, and nothing is counted, where it would be one too many.</summary>
    public bool TryEnter(IPAddress address, SmtpLimits limits)
    {
        lock (gate)
        {
            var open = byAddress.GetValueOrDefault(address);
            if (open >= limits.ConnectionsPerAddress || total >= limits.Connections)
            {
                return false;
            }

            byAddress[address] = open + 1;
            total++;
            return true;
        }
    }

    public void Leave(IPAddress address)
    {
        lock (gate)
        {
            total--;
            if (--byAddress[address] == 0)
            {
                byAddress.Remove(address);
            }
        }
    }
}
