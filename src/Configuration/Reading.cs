using Causeway.Configuration.Yaml;
using Causeway.Core.Addresses;
using Causeway.Core.Topology;

namespace Causeway.Configuration;

/// <summary>
/// What the readers of the sections share: the faults, and the names of the sites that the file writes.
/// </summary>
internal sealed class Reading(FaultList faults)
{
    private readonly List<SiteName> sites = [];

    public FaultList Faults => faults;

    public IReadOnlyList<SiteName> Sites => sites;

    /// <summary>Makes a site known before it is read, so that every section may name it.</summary>
    public void Announce(SiteName site) => sites.Add(site);

    public SiteName? Site(Section section, string key) =>
        section.Scalar(key) is { } scalar ? Site(scalar.Value, scalar.Start) : null;

    /// <summary>The site of that name; null, and a fault, where the file has none.</summary>
    public SiteName? Site(string word, int index)
    {
        // Without a single site the file has its fault already.
        if (sites.Count == 0 || (SiteName.TryParse(word, out var name) && sites.Contains(name)))
        {
            return sites.Count == 0 ? null : SiteName.Parse(word);
        }

        var known = sites.Select(site => site.Value).ToList();
        faults.Add(index, $"no site is called {Words.Quote(word)}", Words.Instead(word, known));
        return null;
    }

    public DomainName? Domain(ScalarNode scalar, string what)
    {
        if (DomainName.TryParse(scalar.Value, out var domain) && !domain.IsAddressLiteral)
        {
            return domain;
        }

        var write = scalar.Value.All(char.IsAscii)
            ? "write a name as contoso.example"
            : ULabels.TryToAscii(scalar.Value, out var ascii) && DomainName.TryParse(ascii, out _)
                ? $"write it as DNS knows it: {ascii}"
            : "write its ASCII form, which begins with xn--";
        faults.Add(scalar.Start, $"{what} {Words.Quote(scalar.Value)} is no domain name", write);
        return null;
    }
}
