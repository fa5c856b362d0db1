using System.Net;
using System.Net.Sockets;

namespace Causeway.Core.Topology;

/// <summary>Questions about address ranges.</summary>
public static class NetworkExtensions
{
    /// <summary>True where the range holds one address only.</summary>
    public static bool IsSingle(this IPNetwork network) =>
        network.PrefixLength == (network.BaseAddress.AddressFamily == AddressFamily.InterNetwork ? 32 : 128);
}
