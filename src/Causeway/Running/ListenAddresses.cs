using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using Causeway.Core.Topology;
using Causeway.Smtp.Server;

namespace Causeway.Running;

/// <summary>Where a site listens.</summary>
internal static class ListenAddresses
{
    /// <summary>Every address of this host, IPv4 and IPv6 each for itself.</summary>
    public static ImmutableArray<IPEndPoint> Everywhere(int port) => Socket.OSSupportsIPv6
        ? [new IPEndPoint(IPAddress.Any, port), new IPEndPoint(IPAddress.IPv6Any, port)]
        : [new IPEndPoint(IPAddress.Any, port)];

    /// <summary>Where a site takes mail.</summary>
    public static IEnumerable<SmtpListener> Of(Site site)
    {
        if (site.Listen.IsEmpty)
        {
            site = site with
            {
                Listen = Everywhere(25),
                Submission = site.CanHoldMailboxes ? Everywhere(587) : [],
                Submissions = site.CanHoldMailboxes ? Everywhere(465) : [],
            };
        }

        return site.Listen.Select(endpoint => new SmtpListener(endpoint, ListenerKind.Mta))
            .Concat(site.Submission.Select(endpoint => new SmtpListener(endpoint, ListenerKind.Submission)))
            .Concat(site.Submissions.Select(endpoint => new SmtpListener(endpoint, ListenerKind.Submissions)));
    }
}
