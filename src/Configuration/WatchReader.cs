using System.Net;
using Causeway.Configuration.Yaml;
using Causeway.Core.Topology;

namespace Causeway.Configuration;

/// <summary>Reads <c>watch</c> of a site: where other programs may look at it.</summary>
internal static class WatchReader
{
    public static SiteWatching Read(Section site, string what, FaultList faults)
    {
        if (site.Find("watch") is not { } node
            || Section.Open(node, $"'watch' of {what}", Keys.Watch, faults) is not { } section)
        {
            return SiteWatching.None;
        }

        var isPublic = section.Choose("public", Choices.Flag, false);
        return new SiteWatching
        {
            Listen = ReadListen(section, isPublic, faults),
            Otlp = AlertReader.ReadUrl(section, "otlp", faults),
        };
    }

    private static IPEndPoint? ReadListen(Section section, bool isPublic, FaultList faults)
    {
        if (section.Scalar("listen") is not { } scalar)
        {
            return null;
        }

        if (!AddressText.TryParseEndPoint(scalar.Value, out var point))
        {
            section.Wrong(scalar, "listen", "write address:port, as 127.0.0.1:9925");
        }
        else if (!IPAddress.IsLoopback(point.Address) && !isPublic)
        {
            // Everybody who reaches it can read it: nobody is asked for a name there.
            faults.Add(
                scalar.Start, $"'listen' is {Words.Quote(scalar.Value)}, which others can reach",
                "write an address of 127.0.0.0/8, or 'public: yes' beside it");
        }

        return point;
    }
}
