using System.Collections.Immutable;
using Causeway.Configuration.Yaml;
using Causeway.Core.Addresses;
using Causeway.Core.Topology;

namespace Causeway.Configuration;

/// <summary>Reads <c>domains</c>.</summary>
internal sealed class DomainReader(Reading reading)
{
    private readonly FaultList faults = reading.Faults;

    public ImmutableArray<AcceptedDomain> Read(Node? node)
    {
        var domains = ImmutableArray.CreateBuilder<AcceptedDomain>();
        foreach (var (key, value) in Section.Named(node, "domains", faults))
        {
            if (reading.Domain(key, "the domain") is not { } name)
            {
                continue;
            }

            if (domains.Any(domain => domain.Name == name))
            {
                faults.Add(key.Start, $"{Words.Quote(key.Value)} stands in 'domains' already", "write it once");
                continue;
            }

            domains.Add(ReadDomain(name, key, value));
        }

        return domains.ToImmutable();
    }

    private AcceptedDomain ReadDomain(DomainName name, ScalarNode key, Node value)
    {
        var what = $"domain {Words.Quote(key.Value)}";
        if (value is ScalarNode { IsNull: true })
        {
            faults.Add(key.Start, $"{what} has no 'type'", $"write '{{ {Keys.Example("type")} }}' behind the colon");
            return new AcceptedDomain { Name = name, Type = default };
        }

        if (Section.Open(value, what, Keys.Domain, faults) is not { } section)
        {
            return new AcceptedDomain { Name = name, Type = default };
        }

        section.Require("type");
        var domain = new AcceptedDomain
        {
            Name = name,
            Type = section.Choose("type", Choices.DomainType, default),
            UnknownTo = reading.Site(section, "unknown-to"),
            SubDomains = section.Choose("sub-domains", Choices.Flag, false),
            Verify = section.Choose("verify", Choices.Flag, true),
            At = ReadAt(section),
            RecipientsFrom = new RecipientSourceReader(faults).Read(section, what),
        };
        var relays = domain.Type == DomainType.InternalRelay || domain.At.ContainsValue(DomainType.InternalRelay);
        if (relays && !section.Has("unknown-to"))
        {
            var position = (domain.Type == DomainType.InternalRelay ? section.Find("type") : section.Find("at"))!.Start;
            faults.Add(
                position, $"{what} is internal-relay and has no 'unknown-to'", "write 'unknown-to: SITE' beside it");
        }

        if (!relays && section.Find("recipients-from") is { } source)
        {
            faults.Add(
                source.Start, $"{what} has 'recipients-from' and is authoritative",
                "write 'type: internal-relay' and 'unknown-to: SITE' beside it");
        }

        return domain;
    }

    private ImmutableDictionary<SiteName, DomainType> ReadAt(Section section)
    {
        var result = ImmutableDictionary.CreateBuilder<SiteName, DomainType>();
        foreach (var (key, value) in Section.Named(section.Find("at"), "at", faults))
        {
            var type = ReadType(key, value);
            if (reading.Site(key.Value, key.Start) is { } site)
            {
                result[site] = type;
            }
        }

        return result.ToImmutable();
    }

    private DomainType ReadType(ScalarNode site, Node value)
    {
        var type = default(DomainType);
        if (value is ScalarNode scalar && !Choices.DomainType.TryFind(scalar.Value, out type))
        {
            var found = $"the type at {Words.Quote(site.Value)} is {Words.Quote(scalar.Value)}";
            faults.Add(scalar.Start, found, Words.Instead(scalar.Value, Choices.DomainType.Words));
        }
        else if (value is ListNode or MapNode)
        {
            faults.Add(value.Start, $"the type at {Words.Quote(site.Value)} is {value.Description}", "write one type");
        }

        return type;
    }
}
