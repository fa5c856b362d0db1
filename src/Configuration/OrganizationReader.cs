using System.Collections.Immutable;
using Causeway.Configuration.Yaml;
using Causeway.Core.Topology;

namespace Causeway.Configuration;

/// <summary>
/// Reads a whole topology file. What was refused has a stand-in, so that the rest can be read as well.
/// </summary>
internal sealed class OrganizationReader(FaultList faults)
{
    private static readonly SiteName Nowhere = SiteName.Parse("nowhere");

    private readonly Reading reading = new(faults);

    /// <summary>The names of the sites, those included whose section has faults.</summary>
    public IReadOnlyList<SiteName> Sites => reading.Sites;

    /// <summary>The model, and the value of <c>recipients</c>; null where nothing of it could be read.</summary>
    public (Organization Organization, ScalarNode? Recipients)? Read(Node root)
    {
        if (Section.Open(root, "the file", Keys.File, faults) is not { } file)
        {
            return null;
        }

        var siteReader = new SiteReader(reading);
        siteReader.ReadNames(file.Require("sites"));
        var domains = new DomainReader(reading).Read(file.Require("domains"));
        var sites = siteReader.Read(domains);
        var before = faults.Count;
        var flow = new FlowReader(reading).Read(file.Require("mail-flow"), sites);
        var (primary, staleAfter) = new DirectoryReader(reading).Read(file);
        var connectors = new ConnectorReader(reading, domains, sites, flow, flowIsWhole: faults.Count == before);
        var organization = new Organization
        {
            Name = ReadName(file),
            Domains = domains,
            Sites = sites,
            Flow = flow,
            Connectors = connectors.Read(file.Find("connectors")),
            Outage = file.Duration("outage") ?? TimeSpan.FromDays(1),
            Directory = primary ?? DefaultDirectory(sites),
            DirectoryStaleAfter = staleAfter,
            ForwardingOutside = ReadForwarding(file),
            RemoteDomains = new RemoteDomainReader(reading).Read(file.Find("remote-domains"), domains),
            Partners = ReadPartners(file, domains),
            KeepTraces = ReadKeepTraces(file) ?? Organization.DefaultKeepTraces,
            Sending = new SendingReader(faults).Read(file.Find("sending")),
            Authentication = new AuthenticationReader(reading).Read(file.Find("authentication")),
            Alerts = new AlertReader(faults).Read(file.Find("alerts")),
        };
        PoolReader.Check(organization, siteReader.PoolStarts, faults);
        return (organization, file.Scalar("recipients"));
    }

    private static SiteName DefaultDirectory(ImmutableArray<Site> sites)
    {
        var primary = sites.FirstOrDefault(site => site.Kind == SiteKind.Cloud)
            ?? sites.FirstOrDefault(site => site.CanHoldMailboxes)
            ?? sites.FirstOrDefault();
        return primary?.Name ?? Nowhere;
    }

    private static bool IsName(string text) =>
        text.Length is > 0 and <= 63
        && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.')
        && char.IsAsciiLetterOrDigit(text[0])
        && char.IsAsciiLetterOrDigit(text[^1]);

    private static string ReadName(Section file)
    {
        file.Require("organization");
        if (file.Scalar("organization") is not { } scalar)
        {
            return "";
        }

        // The name stands in certificates and in the names of folders.
        if (!IsName(scalar.Value))
        {
            file.Wrong(scalar, "organization", "write at most 63 letters, digits, hyphens and dots, as contoso");
        }

        return scalar.Value;
    }

    private ImmutableArray<Partner> ReadPartners(Section file, ImmutableArray<AcceptedDomain> own)
    {
        var partners = ImmutableArray.CreateBuilder<Partner>();
        foreach (var (key, value) in Section.Named(file.Find("partners"), "partners", faults))
        {
            if (reading.Domain(key, "the partner") is not { } domain)
            {
                continue;
            }

            if (own.Any(accepted => accepted.Covers(domain)))
            {
                faults.Add(
                    key.Start, $"the partner {Words.Quote(key.Value)} is a domain of the organization",
                    "write the domain of somebody else");
            }

            var section = value is ScalarNode { IsNull: true }
                ? null
                : Section.Open(value, $"partner {Words.Quote(key.Value)}", Keys.Partner, faults);
            partners.Add(new Partner(domain, section?.Scalar("certificate") is { } certificate
                ? reading.Domain(certificate, "the certificate")?.Value
                : null));
        }

        return partners.ToImmutable();
    }

    private bool ReadForwarding(Section file) =>
        file.Find("forwarding") is { } node
        && Section.Open(node, "'forwarding'", Keys.Forwarding, faults) is { } section
        && section.Choose("outside", Choices.Flag, false);

    private TimeSpan? ReadKeepTraces(Section file) =>
        file.Find("trace") is { } node && Section.Open(node, "'trace'", Keys.Trace, faults) is { } section
            ? section.Duration("keep")
            : null;
}
