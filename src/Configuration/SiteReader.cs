using System.Collections.Immutable;
using System.Net;
using Causeway.Configuration.Yaml;
using Causeway.Core.Addresses;
using Causeway.Core.Topology;

namespace Causeway.Configuration;

/// <summary>Reads <c>sites</c>, the names first, so that every other section may use them.</summary>
internal sealed class SiteReader(Reading reading)
{
    private readonly FaultList faults = reading.Faults;
    private readonly List<(SiteName Name, Node Value, ScalarNode Key)> named = [];

    /// <summary>Where the pools of a site begin.</summary>
    public Dictionary<SiteName, int> PoolStarts { get; } = [];

    public void ReadNames(Node? node)
    {
        foreach (var (key, value) in Section.Named(node, "sites", faults))
        {
            if (key.Value.Equals(Place.InternetName, StringComparison.OrdinalIgnoreCase))
            {
                faults.Add(
                    key.Start, "a site is called 'internet', which stands for the Internet", "write another name");
            }
            else if (SiteName.TryParse(key.Value, out var name))
            {
                named.Add((name, value, key));
                reading.Announce(name);
            }
            else
            {
                var found = $"{Words.Quote(key.Value)} is no name for a site";
                faults.Add(key.Start, found, "write letters, digits and hyphens, at most 63");
            }
        }
    }

    public ImmutableArray<Site> Read(ImmutableArray<AcceptedDomain> domains)
    {
        var sites = ImmutableArray.CreateBuilder<Site>();
        var routing = domains.Take(1).ToDictionary(domain => domain.Name, _ => "the default domain");
        foreach (var (name, value, key) in named)
        {
            var what = $"site '{name}'";
            if (value is ScalarNode { IsNull: true })
            {
                faults.Add(
                    key.Start, $"{what} says nothing", $"write '{Keys.Example("kind")}' and its other keys below it");
            }
            else if (Section.Open(value, what, Keys.Site, faults) is { } section)
            {
                sites.Add(ReadSite(name, what, section, routing));
            }
        }

        return sites.ToImmutable();
    }

    private Site ReadSite(SiteName name, string what, Section section, Dictionary<DomainName, string> routing)
    {
        section.Require("kind");
        var kind = section.Choose("kind", Choices.Kind, SiteKind.Cloud);
        var platform = section.Choose("platform", Choices.Platform, Platform.Causeway);
        var names = ReadMx(section);
        var host = ReadHost(section) ?? names.FirstOrDefault();
        if (host is null && !section.Has("host") && !section.Has("mx"))
        {
            faults.Add(
                section.Start, $"{what} has no 'host'", $"write '{Keys.Example("host")}', where neighbours reach it");
        }

        var listen = ReadEndPoints(section, "listen") ?? [];
        var submits = kind != SiteKind.Filter;
        var site = new Site
        {
            Name = name,
            Kind = kind,
            Host = host ?? "",
            Mx = names.IsEmpty && host is not null ? [host] : names,
            Addresses = ReadAddresses(section, what, kind),
            Pools = ReadPools(name, what, section),
            RoutingDomain = ReadRoutingDomain(section, what, routing),
            Listen = listen,
            Submission = ReadEndPoints(section, "submission") ?? (submits ? Beside(listen, 587) : []),
            Submissions = ReadEndPoints(section, "submissions") ?? (submits ? Beside(listen, 465) : []),
            Replication = ReadEndPoints(section, "replication")
                ?? [.. listen.Select(point => new IPEndPoint(point.Address, Site.DefaultReplicationPort)).Distinct()],
            Certificate = section.Scalar("certificate") is { } certificate
                ? reading.Domain(certificate, "the certificate")?.Value
                : null,
            Public = section.Choose("public", Choices.Flag, false),
            Platform = platform,
            Waits = section.Duration("waits") ?? DefaultWaits(platform),
        };
        return new RunningReader(faults).Read(site, what, section);
    }

    private static TimeSpan DefaultWaits(Platform platform) => platform switch
    {
        Platform.ExchangeOnline => TimeSpan.FromDays(1),
        Platform.ExchangeServer => TimeSpan.FromDays(2),
        _ => TimeSpan.FromDays(5),
    };

    // Submission listens where the site does. A site on an unprivileged port gets unprivileged ones here too.
    private static ImmutableArray<IPEndPoint> Beside(ImmutableArray<IPEndPoint> listen, int port) =>
        [.. listen.Select(point => new IPEndPoint(point.Address, point.Port < 1024 ? port : 2000 + port)).Distinct()];

    private string? ReadHost(Section section)
    {
        // An address literal has brackets, and so has a YAML list of one.
        var literal = section.Find("host") is ListNode { Items: [ScalarNode item] } ? item : null;
        if (literal is not null && AddressText.TryParse(literal.Value, out var inList))
        {
            return AddressText.Literal(inList);
        }

        if (section.Scalar("host") is not { } scalar)
        {
            return null;
        }

        var inner = scalar.Value.StartsWith('[') && scalar.Value.EndsWith(']') ? scalar.Value[1..^1] : scalar.Value;
        inner = inner.StartsWith("IPv6:", StringComparison.OrdinalIgnoreCase) ? inner[5..] : inner;
        return AddressText.TryParse(inner, out var address)
            ? AddressText.Literal(address)
            : reading.Domain(scalar, "the host")?.Value;
    }

    private ImmutableArray<string> ReadMx(Section section)
    {
        var names = ImmutableArray.CreateBuilder<string>();
        foreach (var scalar in section.Scalars("mx") ?? [])
        {
            // RFC 5321 section 5.1: an MX names a host, never an address.
            if (AddressText.TryParse(scalar.Value, out _))
            {
                faults.Add(
                    scalar.Start, $"the MX {Words.Quote(scalar.Value)} is an address", "write the name of a host");
            }
            else if (reading.Domain(scalar, "the MX") is { } name)
            {
                names.Add(name.Value);
            }
        }

        return names.ToImmutable();
    }

    private OutboundPools ReadPools(SiteName name, string what, Section section)
    {
        if (section.Find("pools") is { } node)
        {
            PoolStarts[name] = node.Start;
        }

        return new PoolReader(faults).Read(section, what);
    }

    private ImmutableArray<IPNetwork> ReadAddresses(Section section, string what, SiteKind kind)
    {
        var networks = ImmutableArray.CreateBuilder<IPNetwork>();
        foreach (var scalar in section.Scalars("addresses") ?? [])
        {
            if (NetworkText.Read(scalar, "the address", faults) is not { } network)
            {
                continue;
            }

            if (kind != SiteKind.Filter && scalar.Value.Contains('/', StringComparison.Ordinal))
            {
                faults.Add(
                    scalar.Start, $"the address {Words.Quote(scalar.Value)} of {what} is a range",
                    "write single addresses: only a filter has ranges");
            }

            networks.Add(network);
        }

        return networks.ToImmutable();
    }

    private static ImmutableArray<IPEndPoint>? ReadEndPoints(Section section, string key)
    {
        if (section.Scalars(key) is not { } scalars)
        {
            return null;
        }

        var points = ImmutableArray.CreateBuilder<IPEndPoint>();
        foreach (var scalar in scalars)
        {
            if (AddressText.TryParseEndPoint(scalar.Value, out var point))
            {
                points.Add(point);
            }
            else
            {
                section.Wrong(scalar, key, "write address:port, as 0.0.0.0:25 or \"[::]:25\" in quotes");
            }
        }

        return points.ToImmutable();
    }

    private DomainName? ReadRoutingDomain(Section section, string what, Dictionary<DomainName, string> taken)
    {
        if (section.Scalar("routing-domain") is not { } scalar
            || reading.Domain(scalar, "the routing domain") is not { } domain)
        {
            return null;
        }

        if (!taken.TryAdd(domain, $"the routing domain of {what}"))
        {
            var found = $"{Words.Quote(scalar.Value)} is {taken[domain]} too";
            faults.Add(scalar.Start, found, "write a domain that serves for nothing else");
        }

        return domain;
    }
}
