using Causeway.Configuration;
using Causeway.Core.Topology;

namespace Causeway.Lab;

/// <summary>
/// What the lab plays: its own organization, or somebody's topology brought to loopback; and an outside that has every
/// address to which it writes. Read anew at each call, so that no two sites share an object.
/// </summary>
internal sealed class LabWorld
{
    private readonly LabFolder folder;
    private readonly string? rehearsed;

    private LabWorld(LabFolder folder, string? rehearsed)
    {
        this.folder = folder;
        this.rehearsed = rehearsed;
    }

    /// <summary>The lab's own world; its files are written into the folder.</summary>
    public static LabWorld Own(LabFolder folder)
    {
        folder.Prepare();
        return new LabWorld(folder, null);
    }

    /// <summary>The world of a topology file, which stays as it is.</summary>
    public static LabWorld Rehearsing(LabFolder folder, string file)
    {
        folder.Prepare();
        return new LabWorld(folder, System.IO.Path.GetFullPath(file));
    }

    /// <summary>The organization under test.</summary>
    public TopologyFile Inside() => rehearsed is null
        ? LabFolder.Read(folder.Topology)
        : Loopback.Bring(LabFolder.Read(rehearsed), folder.Topology);

    /// <summary>The outside organization, whose one site plays the Internet's mail server.</summary>
    public TopologyFile Outside()
    {
        var outside = LabFolder.Read(folder.OutsideTopology);
        return rehearsed is null ? outside : Loopback.Welcome(outside, Inside());
    }

    /// <summary>An organization that comes later, with one site and a domain that is not proved yet.</summary>
    public TopologyFile Newcomer() => LabFolder.Read(folder.NewcomerTopology);

    public TopologyFile Of(SiteName site) => Inside() is var inside && inside.Organization.TryGetSite(site, out _)
        ? inside
        : Outside() is var outside && outside.Organization.TryGetSite(site, out _) ? outside
        : Newcomer();
}
