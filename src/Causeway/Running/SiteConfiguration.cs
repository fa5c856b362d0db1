using System.Collections.Immutable;
using System.Runtime.ExceptionServices;
using Causeway.Configuration;
using Causeway.Core.Proof;
using Causeway.Core.Topology;
using Causeway.Transport;

namespace Causeway.Running;

/// <summary>
/// Everything that a site is told from outside, read and checked as a whole: the files of its organizations and its
/// certificates in each. Nothing of it is in force yet.
/// </summary>
/// <param name="ReadAt">When reading began: what was written later may not have been read.</param>
internal sealed record SiteConfiguration(ImmutableArray<ServedOrganization> Served, DateTimeOffset ReadAt)
{
    public ServedOrganization? Find(string organization) => Served.FirstOrDefault(one => one.Name == organization);

    /// <summary>Every file that was read but the keys, as whole paths.</summary>
    public IReadOnlyList<string> Files =>
    [
        .. Served.SelectMany(one => (string?[])[one.Topology.Path, one.Topology.RecipientsPath])
            .OfType<string>().Select(System.IO.Path.GetFullPath),
    ];

    /// <summary>With the recipients that the directories make of the files.</summary>
    public SiteConfiguration With(SiteDirectories directories) => this with
    {
        Served = [.. Served.Select(one => one.With(directories.Preview(one.Topology), directories))],
    };

    /// <exception cref="ConfigurationException">
    /// The site cannot run with what was read; the message says why and what to do.
    /// </exception>
    public static SiteConfiguration Read(SiteSources sources)
    {
        var readAt = sources.Clock.GetUtcNow();
        var topologies = sources.ReadTopologies();
        var here = sources.Here;
        foreach (var topology in topologies)
        {
            if (!topology.Organization.TryGetSite(here, out var site))
            {
                var sites = string.Join(", ", topology.Organization.Sites.Select(other => other.Name));
                throw new ConfigurationException($"{topology.Path} has no site '{here}'; write one of {sites}.");
            }

            if (site.Platform != Platform.Causeway)
            {
                throw new ConfigurationException(
                    $"{topology.Path}: {here} is of another platform ({site.Platform}); it is proved with, not run.");
            }
        }

        if (Tenants.Conflict([.. topologies.Select(topology => topology.Organization)], here) is { } conflict)
        {
            throw new ConfigurationException($"{conflict}.");
        }

        return new SiteConfiguration(Serve(sources, topologies), readAt);
    }

    // The first may take the plain name for its identity; the others see that, and do not come into its way.
    private static ImmutableArray<ServedOrganization> Serve(
        SiteSources sources, ImmutableArray<TopologyFile> topologies)
    {
        try
        {
            var first = sources.Serve(topologies[0]);
            return [first, .. topologies.Skip(1).AsParallel().AsOrdered().Select(sources.Serve)];
        }
        catch (AggregateException several)
        {
            ExceptionDispatchInfo.Throw(several.InnerExceptions[0]);
            throw;
        }
    }

    /// <summary>The properties that fail, over all files.</summary>
    public static IEnumerable<(TopologyFile Topology, PropertyResult Failure)> Failures(
        IEnumerable<ServedOrganization> served) =>
        from one in served
        from recipients in new[] { one.Topology.Recipients, one.Recipients }.Distinct()
        from result in Prover.Prove(one.Topology.Organization, recipients)
        where result.Verdict == Verdict.Fail
        select (one.Topology, result);
}
