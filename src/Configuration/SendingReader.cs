using Causeway.Configuration.Yaml;
using Causeway.Core.Topology;

namespace Causeway.Configuration;

/// <summary>Reads <c>sending</c>: how much a user may send, and how much a site.</summary>
internal sealed class SendingReader(FaultList faults)
{
    private const int Most = 100_000_000;

    public SendingPolicy Read(Node? node)
    {
        var policy = SendingPolicy.Default;
        if (node is null || Section.Open(node, "'sending'", Keys.Sending, faults) is not { } section)
        {
            return policy;
        }

        var sites = section.Find("per-site") is { } inner
            ? Section.Open(inner, "'per-site'", Keys.SendingPerSite, faults)
            : null;
        return new SendingPolicy
        {
            Users = ReadLimits(section, policy.Users),
            Sites = sites is null ? policy.Sites : ReadLimits(sites, policy.Sites),
        };
    }

    private static SendingLimits ReadLimits(Section section, SendingLimits otherwise) => new()
    {
        RecipientsPerDay = section.Number("recipients-per-day", 1, Most) ?? otherwise.RecipientsPerDay,
        RecipientsPerHour = section.Number("recipients-per-hour", 1, Most) ?? otherwise.RecipientsPerHour,
        MessagesPerMinute = section.Number("messages-per-minute", 1, Most) ?? otherwise.MessagesPerMinute,
    };
}
