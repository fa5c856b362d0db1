using System.Net;
using System.Net.Sockets;

namespace Causeway.Authentication.Spf;

/// <summary>What one check is about: the arguments of check_host() (RFC 7208 section 4.1), made fit for it.</summary>
internal sealed record SpfQuestion
{
    public SpfQuestion(IPAddress client, string helo, string localPart, string domain)
    {
        // RFC 7208 section 5: an IPv4-mapped address is judged as IPv4. A zone (fe80::1%eth0) says nothing to DNS.
        Client = client.IsIPv4MappedToIPv6 ? client.MapToIPv4() : new IPAddress(client.GetAddressBytes());
        Helo = TargetName.WithoutFinalDot(helo);

        // RFC 7208 section 4.3: where there is no local part, postmaster stands for it.
        LocalPart = localPart.Length == 0 ? "postmaster" : localPart;
        Domain = TargetName.WithoutFinalDot(domain);
    }

    public IPAddress Client { get; }

    public AddressFamily Family => Client.AddressFamily;

    public string Helo { get; }

    public string LocalPart { get; }

    public string Domain { get; }
}
