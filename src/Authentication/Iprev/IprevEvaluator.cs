using System.Net;
using Causeway.Dns;

namespace Causeway.Authentication.Iprev;

/// <summary>Asks for the names of an address, and for the addresses of each (RFC 8601 section 3).</summary>
public sealed class IprevEvaluator(IResolver resolver)
{
    // RFC 8601 section 3 points to RFC 7208 section 5.5 for its limits: of the names the first 10 are looked at (RFC
    // 7208 section 4.6.4).
    private const int MostNames = 10;

    public async ValueTask<IprevVerdict> CheckAsync(IPAddress client, CancellationToken cancellationToken)
    {
        var address = client.IsIPv4MappedToIPv6 ? client.MapToIPv4() : client;
        var pointers = await resolver.PtrAsync(address, cancellationToken).ConfigureAwait(false);
        if (!pointers.IsFound)
        {
            return new IprevVerdict(pointers.Status == DnsStatus.TemporaryFault
                ? IprevResult.TempError : IprevResult.PermError, null);
        }

        var isUnknown = false;
        foreach (var name in pointers.Records.Take(MostNames))
        {
            var addresses = await resolver.AddressesAsync(name, address.AddressFamily, cancellationToken)
                .ConfigureAwait(false);
            if (addresses.Records.Contains(address))
            {
                return new IprevVerdict(IprevResult.Pass, name);
            }

            isUnknown |= addresses.Status == DnsStatus.TemporaryFault;
        }

        return new IprevVerdict(isUnknown ? IprevResult.TempError : IprevResult.Fail, pointers.Records[0]);
    }
}
