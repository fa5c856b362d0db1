using System.Collections.Immutable;
using System.Net;
using Causeway.Configuration.Yaml;
using Causeway.Core.Topology;

namespace Causeway.Configuration;

/// <summary>Reads those keys of a site that say how Causeway runs it; another platform has none of them.</summary>
internal sealed class RunningReader(FaultList faults)
{
    private const int LeastMessage = 64 << 10;

    public Site Read(Site site, string what, Section section)
    {
        foreach (var key in Keys.Running.Where(key => site.Platform != Platform.Causeway && section.Has(key)))
        {
            faults.Add(section.Start, $"{what} runs another platform and has '{key}'", "set it there");
        }

        return site with
        {
            Queue = ReadQueue(section, what),
            Limits = ReadLimits(section, what),
            Balancers = ReadBalancers(section),
            CertificateFiles = ReadCertificate(section, what),
            Watch = WatchReader.Read(section, what, faults),
        };
    }

    private QueuePolicy ReadQueue(Section site, string what)
    {
        var policy = QueuePolicy.Default;
        if (site.Find("queue") is not { } node
            || Section.Open(node, $"the queue of {what}", Keys.Queue, faults) is not { } section)
        {
            return policy;
        }

        var retry = section.Durations("retry") ?? policy.Retry;
        if (retry.Count == 0)
        {
            faults.Add(section.Start, "'retry' is empty", $"write '{Keys.Example("retry")}'");
        }

        return new QueuePolicy
        {
            Retry = [.. retry],
            DelayNotice = section.Duration("delay-notice") ?? policy.DelayNotice,
            BouncesWait = section.Duration("bounces-wait") ?? policy.BouncesWait,
            PerDestination = section.Number("per-destination", 1, 1000) ?? policy.PerDestination,
        };
    }

    private SiteLimits ReadLimits(Section site, string what)
    {
        var limits = SiteLimits.Default;
        return site.Find("limits") is { } node
            && Section.Open(node, $"the limits of {what}", Keys.Limits, faults) is { } section
            ? new SiteLimits
            {
                MessageSize = section.Size("message-size", LeastMessage) ?? limits.MessageSize,
                Recipients = section.Number("recipients-per-message", 100, 100_000) ?? limits.Recipients,
                Connections = section.Number("connections", 1, 100_000) ?? limits.Connections,
                ConnectionsPerAddress =
                    section.Number("connections-per-address", 1, 100_000) ?? limits.ConnectionsPerAddress,
            }
            : limits;
    }

    private ImmutableArray<IPNetwork> ReadBalancers(Section section) =>
    [
        .. (section.Scalars("balancers") ?? [])
            .Select(scalar => NetworkText.Read(scalar, "the balancer", faults)).OfType<IPNetwork>(),
    ];

    private CertificateFiles? ReadCertificate(Section section, string what)
    {
        if (section.Scalar("certificate-file") is { } chain)
        {
            return new CertificateFiles(chain.Value, section.Scalar("key-file")?.Value ?? chain.Value);
        }

        if (section.Has("key-file") && !section.Has("certificate-file"))
        {
            faults.Add(
                section.Start, $"{what} has a 'key-file' and no 'certificate-file'",
                $"write '{Keys.Example("certificate-file")}' too");
        }

        return null;
    }
}
