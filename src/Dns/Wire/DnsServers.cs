using System.Collections.Immutable;
using System.Net;
using System.Net.NetworkInformation;

namespace Causeway.Dns.Wire;

/// <summary>Which servers are asked, in which order: those given, else the operating system's.</summary>
internal sealed class DnsServers(IReadOnlyList<IPEndPoint> given, TimeProvider clock)
{
    private const int Port = 53;

    // resolv.conf(5): three, and this machine where it names none.
    private const int MaximumSystemServers = 3;

    private static readonly TimeSpan ReadAgainAfter = TimeSpan.FromMinutes(1);

    private readonly Lock changing = new();
    private ImmutableArray<IPEndPoint> servers = [.. given];
    private IPEndPoint? answering;
    private long? readAt;

    /// <summary>The one that answered last stands first, so that a dead one costs its time once.</summary>
    public ImmutableArray<IPEndPoint> InOrder()
    {
        lock (changing)
        {
            if (given.Count == 0 && (readAt is not { } then || clock.GetElapsedTime(then) > ReadAgainAfter))
            {
                servers = OfSystem();
                readAt = clock.GetTimestamp();
            }

            return answering is not null && servers.Contains(answering)
                ? [answering, .. servers.Where(server => !server.Equals(answering))]
                : servers;
        }
    }

    public void Answered(IPEndPoint server)
    {
        lock (changing)
        {
            answering = server;
        }
    }

    private static ImmutableArray<IPEndPoint> OfSystem()
    {
        IEnumerable<IPAddress> addresses = [];
        try
        {
            // Every interface names those of resolv.conf.
            addresses = [.. NetworkInterface.GetAllNetworkInterfaces()
                .SelectMany(card => card.GetIPProperties().DnsAddresses).Distinct().Take(MaximumSystemServers)];
        }
        catch (Exception fault) when (fault is NetworkInformationException or IOException
            or UnauthorizedAccessException)
        {
            // What cannot be read names none.
        }

        return [.. addresses.DefaultIfEmpty(IPAddress.Loopback).Select(address => new IPEndPoint(address, Port))];
    }
}
