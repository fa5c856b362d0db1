using System.Collections.Immutable;
using Causeway.Admin;
using Causeway.Configuration;
using Causeway.Core.Topology;
using Causeway.Queue.Spooling;
using Causeway.Transport;
using Causeway.Transport.Identity;
using Causeway.Transport.Signing;

namespace Causeway.Running;

/// <summary>Where a site's configuration comes from, at its start and at each reload.</summary>
/// <param name="Here">The site.</param>
/// <param name="Folder">Its data folder, which holds its identities.</param>
/// <param name="Settings">In a lab, identities are made on first use.</param>
/// <param name="ReadTopologies">Reads the files anew; throws <see cref="ConfigurationException"/>.</param>
internal sealed record SiteSources(
    SiteName Here, SiteFolder Folder, SiteSettings Settings, TimeProvider Clock,
    Func<ImmutableArray<TopologyFile>> ReadTopologies)
{
    /// <summary>Hears every fact of this run, from before the site takes any mail; null where nobody does.</summary>
    public IFactObserver? Heard { get; init; }

    /// <summary>Lets whoever is to hear them hear the facts of this run.</summary>
    public void Listen(Spool spool)
    {
        if (Heard is { } heard)
        {
            spool.Subscribe(heard);
        }
    }

    /// <summary>
    /// Finds the certificates and keys for an organization; throws <see cref="IOException"/> or
    /// <see cref="InvalidDataException"/> where they are not there, or not good.
    /// </summary>
    public ServedOrganization Serve(TopologyFile topology)
    {
        var identity = Settings.IsLab
            ? Identities.LoadOfLab(topology, Here, Folder, Clock)
            : Identities.Load(topology, Here, Folder);
        return new ServedOrganization(topology, new SiteCertificates(identity, ReadPublic(topology)), Keys(topology));
    }

    /// <summary>
    /// The keys by which the site signs mail for an organization; throws <see cref="InvalidDataException"/> where a
    /// file is none.
    /// </summary>
    public SiteKeys Keys(TopologyFile topology) => Settings.IsLab
        ? DkimKeys.LoadOfLab(topology, Here, Folder, Clock)
        : DkimKeys.Load(topology, Here, Folder);

    private PublicCertificate? ReadPublic(TopologyFile topology)
    {
        var site = topology.Organization[Here];
        return site.CertificateFiles is { } files
            ? PublicCertificate.Load(
                topology.Beside(files.Chain), topology.Beside(files.Key), site.Certificate ?? site.Host, Clock)
            : null;
    }
}
