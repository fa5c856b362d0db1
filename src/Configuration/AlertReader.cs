using System.Collections.Immutable;
using Causeway.Configuration.Yaml;
using Causeway.Core.Addresses;
using Causeway.Core.Topology;

namespace Causeway.Configuration;

/// <summary>Reads <c>alerts</c>: the thresholds, and whom the sites tell.</summary>
internal sealed class AlertReader(FaultList faults)
{
    public AlertPolicy Read(Node? node)
    {
        var policy = AlertPolicy.Default;
        if (node is null || Section.Open(node, "'alerts'", Keys.Alerts, faults) is not { } section)
        {
            return policy;
        }

        return new AlertPolicy
        {
            Command = ReadCommand(section),
            Mail = ReadMail(section),
            Webhook = ReadUrl(section, "webhook", faults),
            QueueLength = section.Number("queue-length", 1, 10_000_000) ?? policy.QueueLength,
            QueueAge = section.Duration("queue-age") ?? policy.QueueAge,
            NeighbourDown = section.Duration("neighbour-down") ?? policy.NeighbourDown,
            DiskFree = section.Size("disk-free", 1 << 10) ?? policy.DiskFree,
            Clock = section.Duration("clock") ?? policy.Clock,
            Quiet = section.Duration("quiet") ?? policy.Quiet,
            Settle = section.Duration("settle") ?? policy.Settle,
            Repeat = section.Duration("repeat") ?? policy.Repeat,
            MailsPerHour = section.Number("mails-per-hour", 1, 1000) ?? policy.MailsPerHour,
        };
    }

    /// <summary>A URL of http or https without a user name; null, and a fault, for another.</summary>
    public static Uri? ReadUrl(Section section, string key, FaultList faults)
    {
        if (section.Scalar(key) is not { } scalar)
        {
            return null;
        }

        if (Uri.TryCreate(scalar.Value, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"
            && url.UserInfo.Length == 0)
        {
            return url;
        }

        // What stands there may be half a secret.
        faults.Add(
            scalar.Start, $"'{key}' is no URL of http or https, or holds a user name",
            $"write '{Keys.Example(key)}'");
        return null;
    }

    private ImmutableArray<string> ReadCommand(Section section)
    {
        if (section.Scalars("command") is not { } scalars)
        {
            return [];
        }

        // A relative path would depend on where the site was started.
        if (scalars.Count == 0
            || (scalars[0].Value.Contains('/', StringComparison.Ordinal) && !Path.IsPathRooted(scalars[0].Value)))
        {
            var start = scalars.Count == 0 ? section.Start : scalars[0].Start;
            faults.Add(start, "'command' names no program", $"write '{Keys.Example("command")}', with the whole path");
        }

        return [.. scalars.Select(scalar => scalar.Value)];
    }

    private static ImmutableArray<EmailAddress> ReadMail(Section section)
    {
        var addresses = ImmutableArray.CreateBuilder<EmailAddress>();
        foreach (var scalar in section.Scalars("mail") ?? [])
        {
            if (EmailAddress.TryParse(scalar.Value, out var address))
            {
                addresses.Add(address);
            }
            else
            {
                section.Wrong(scalar, "mail", $"write '{Keys.Example("mail")}'");
            }
        }

        return addresses.ToImmutable();
    }
}
