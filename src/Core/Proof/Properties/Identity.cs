using Causeway.Core.Topology;

namespace Causeway.Core.Proof.Properties;

/// <summary>
/// P12: every hop between own sites is mutually authenticated and encrypted; no two sites share an identity.
/// </summary>
public sealed class Identity : IProperty
{
    public string Id => "P12";

    public string Title => "identity: sites prove to each other who they are";

    public PropertyResult Judge(Evidence evidence)
    {
        var hops = evidence.Paths.SelectMany(path => path.Steps.Select(step => (Path: path, Step: step)))
            .Where(hop => hop.Step.Over is not null).ToList();
        var weak = hops.Where(hop => IsWeak(hop.Step.Over!)).Select(hop => hop.Path).ToList();
        if (weak.Count > 0)
        {
            return this.Against(Verdict.Fail, "mail passes between sites unencrypted or unproven", weak);
        }

        var connectors = hops.Select(hop => hop.Step.Over!).Distinct().ToList();
        if (Shared(evidence, connectors) is { } shared)
        {
            return this.Against(Verdict.Fail, shared, hops.Select(hop => hop.Path).Concat(evidence.Paths));
        }

        var byAddress = hops
            .Where(hop => hop.Step.Over!.IdentifyBy == IdentifyBy.Address).Select(hop => hop.Path).ToList();
        return byAddress.Count > 0
            ? this.Against(Verdict.Warn, "a site is recognized by its address, which others may come to use", byAddress)
            : this.Says(Verdict.Pass, connectors.Count == 0
                ? "no mail passes between sites"
                : $"{connectors.Count} connectors, all mutual TLS by certificate");
    }

    private static bool IsWeak(Connector connector) => connector.IdentifyBy == IdentifyBy.Address
        ? connector.Tls < TlsLevel.Verified
        : connector.Tls < TlsLevel.Mutual;

    private static string? Shared(Evidence evidence, List<Connector> connectors)
    {
        var names = connectors.Where(connector => connector.Certificate is not null)
            .Select(connector => (Site: connector.From, Name: connector.Certificate!))
            .Concat(evidence.Sites.Where(site => site.Certificate is not null)
                .Select(site => (Site: site.Name, Name: site.Certificate!)))
            .Concat(connectors.Where(connector => connector.IdentifyBy == IdentifyBy.Address)
                .SelectMany(connector => evidence.Sites.First(site => site.Name == connector.From).Addresses
                    .Select(address => (Site: connector.From, Name: address.ToString()))));
        var twice = names.Distinct().GroupBy(pair => pair.Name.ToUpperInvariant(), StringComparer.Ordinal)
            .FirstOrDefault(group => group.Count() > 1);
        return twice is null
            ? null
            : $"{string.Join(" and ", twice.Select(pair => pair.Site))} share the identity {twice.First().Name}";
    }
}
