using System.Collections.Immutable;
using Causeway.Configuration.Yaml;
using Causeway.Core.Topology;

namespace Causeway.Configuration;

/// <summary>Reads what automatic mail the domains of others get.</summary>
internal sealed class RemoteDomainReader(Reading reading)
{
    private const string Below = "*.";

    public ImmutableArray<RemoteDomain> Read(Node? node, ImmutableArray<AcceptedDomain> own)
    {
        var result = ImmutableArray.CreateBuilder<RemoteDomain>();
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in Section.Named(node, "remote-domains", reading.Faults))
        {
            if (NameOf(key, own) is not { } name)
            {
                continue;
            }

            if (!names.TryAdd(name, key.Value))
            {
                reading.Faults.Add(
                    key.Start, $"the remote domain {Words.Quote(key.Value)} is {Words.Quote(names[name])} again",
                    "write it once");
            }
            else if (Section.Open(
                value, $"remote domain {Words.Quote(key.Value)}", Keys.RemoteDomain, reading.Faults) is { } section)
            {
                result.Add(Read(section, name));
            }
        }

        return result.ToImmutable();
    }

    // What one of them does not say is the default, not what a wider one says.
    private static RemoteDomain Read(Section section, string name) => new()
    {
        Name = name,
        AutomaticReplies = section.Choose(
            "automatic-replies", Choices.ReplyText, RemoteDomain.Default.AutomaticReplies),
        Forwarding = section.Choose("forwarding", Choices.Flag, RemoteDomain.Default.Forwarding),
        Notices = section.Choose("notices", Choices.Flag, RemoteDomain.Default.Notices),
    };

    private string? NameOf(ScalarNode key, ImmutableArray<AcceptedDomain> own)
    {
        if (key.Value == RemoteDomain.Everybody)
        {
            return RemoteDomain.Everybody;
        }

        var isBelow = key.Value.StartsWith(Below, StringComparison.Ordinal);
        var text = isBelow ? key.Value[Below.Length..] : key.Value;
        if (!Core.Addresses.DomainName.TryParse(text, out var domain) || domain.IsAddressLiteral)
        {
            reading.Faults.Add(
                key.Start, $"the remote domain {Words.Quote(key.Value)} is no domain name",
                "write a name as fabrikam.example, *.fabrikam.example for all below it, or \"*\" for everybody");
            return null;
        }

        if (own.Any(accepted => accepted.Covers(domain)))
        {
            reading.Faults.Add(
                key.Start, $"the remote domain {Words.Quote(key.Value)} is a domain of the organization",
                "write the domain of somebody else");
        }

        return isBelow ? Below + domain.Value : domain.Value;
    }
}
