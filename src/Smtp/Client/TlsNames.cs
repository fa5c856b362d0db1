using System.Net.Security;
using System.Security.Authentication;

namespace Causeway.Smtp.Client;

/// <summary>Names TLS as trace and Received fields do.</summary>
internal static class TlsNames
{
    public static string Describe(SslStream stream)
    {
        var version = stream.SslProtocol switch
        {
            SslProtocols.Tls12 => "TLS1.2",
            SslProtocols.Tls13 => "TLS1.3",
            var other => other.ToString(),
        };
        return $"{version} {stream.NegotiatedCipherSuite}";
    }
}
