using System.Diagnostics.CodeAnalysis;
using System.Net;

namespace Causeway.CommandLine;

/// <summary>A DNS server as an option names it: an address, with or without a port.</summary>
internal static class DnsServerText
{
    private const int DnsPort = 53;

    public static bool TryParse(string text, [NotNullWhen(true)] out IPEndPoint? server)
    {
        var isServer = IPEndPoint.TryParse(text, out server);
        if (isServer && server!.Port == 0)
        {
            server.Port = DnsPort;
        }

        return isServer;
    }
}
