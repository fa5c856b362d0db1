using System.Net;
using System.Net.Sockets;
using Causeway.Configuration.Yaml;

namespace Causeway.Configuration;

/// <summary>An address or a range of them, as a file has it.</summary>
internal static class NetworkText
{
    /// <summary>Null, and a fault, where it is neither.</summary>
    public static IPNetwork? Read(ScalarNode scalar, string what, FaultList faults)
    {
        var slash = scalar.Value.IndexOf('/', StringComparison.Ordinal);
        var single = slash < 0 ? scalar.Value : scalar.Value[..slash];
        var found = $"{what} {Words.Quote(scalar.Value)}";
        if (!AddressText.TryParse(single, out var address))
        {
            faults.Add(scalar.Start, $"{found} is no Internet address", "write it as 192.0.2.10 or 2001:db8::10");
            return null;
        }

        if (slash < 0)
        {
            return new IPNetwork(address, address.AddressFamily == AddressFamily.InterNetworkV6 ? 128 : 32);
        }

        if (!IPNetwork.TryParse(scalar.Value, out var network))
        {
            faults.Add(scalar.Start, $"{found} is no range", "write its first address and a length, as 192.0.2.0/24");
            return null;
        }

        if (!network.BaseAddress.Equals(address))
        {
            faults.Add(scalar.Start, $"{found} is not the first of its range", $"write '{network}'");
            return null;
        }

        return network;
    }
}
