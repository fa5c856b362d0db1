using System.Collections.Immutable;
using Causeway.Configuration.Yaml;
using Causeway.Core.Topology;

namespace Causeway.Configuration;

/// <summary>Reads <c>mail-flow</c>.</summary>
internal sealed class FlowReader(Reading reading)
{
    private readonly FaultList faults = reading.Faults;
    private readonly ArrowParser arrows = new(reading.Faults);

    public MailFlow Read(Node? node, ImmutableArray<Site> sites)
    {
        var none = new MailFlow([], [], []);
        if (node is null || Section.Open(node, "'mail-flow'", Keys.Flow, faults) is not { } section)
        {
            return none;
        }

        var inbound = ReadSequence(section, "inbound", internetFirst: true);
        var outbound = ReadSequence(section, "outbound", internetFirst: false);
        var written = ReadInternal(section);
        return new MailFlow(inbound, outbound, written ?? Neighbours(inbound, sites));
    }

    /// <summary>The default of <c>internal</c>: the neighbours in inbound that can hold mailboxes, both ways.</summary>
    private static ImmutableArray<(SiteName, SiteName)> Neighbours(
        ImmutableArray<Place> inbound, ImmutableArray<Site> sites)
    {
        var holders = sites.Where(site => site.CanHoldMailboxes).Select(site => site.Name).ToHashSet();
        var pairs = new List<(SiteName, SiteName)>();
        for (var i = 1; i < inbound.Length; i++)
        {
            if (inbound[i - 1].Site is { } left && inbound[i].Site is { } right && left != right
                && holders.Contains(left) && holders.Contains(right))
            {
                pairs.Add((left, right));
                pairs.Add((right, left));
            }
        }

        return [.. pairs.Distinct()];
    }

    private ImmutableArray<Place> ReadSequence(Section section, string key, bool internetFirst)
    {
        IReadOnlyList<ArrowStop> stops = [];
        foreach (var scalar in section.Scalars(key) ?? [])
        {
            if (arrows.Read(scalar, key, mayGoBothWays: false) is not { } more)
            {
                return [];
            }

            if (Join(stops, more) is not { } joined)
            {
                var found = $"'{key}' goes on with {Words.Quote(more[0].Word)}";
                faults.Add(more[0].Index, found, $"write '{stops[^1].Word}', where the text before it ends");
                return [];
            }

            stops = joined;
        }

        var places = ImmutableArray.CreateBuilder<Place>();
        for (var i = 0; i < stops.Count; i++)
        {
            var mayBeInternet = i == (internetFirst ? 0 : stops.Count - 1);
            if (ReadPlace(stops[i], key, mayBeInternet) is { } place)
            {
                places.Add(place);
            }
        }

        return places.ToImmutable();
    }

    /// <summary>
    /// A list of texts is one sequence in pieces. A piece begins where the one before it ends, or repeats a part, as
    /// in <c>office -> cloud -> internet</c>, <c>cloud -> internet</c>; null for any other.
    /// </summary>
    private static IReadOnlyList<ArrowStop>? Join(IReadOnlyList<ArrowStop> stops, IReadOnlyList<ArrowStop> more) =>
        Contains(stops, more) ? stops
        : Contains(more, stops) ? more
        : stops[^1].Word == more[0].Word ? [.. stops, .. more.Skip(1)]
        : null;

    private static bool Contains(IReadOnlyList<ArrowStop> whole, IReadOnlyList<ArrowStop> part)
    {
        for (var start = 0; start + part.Count <= whole.Count; start++)
        {
            var same = 0;
            while (same < part.Count && whole[start + same].Word == part[same].Word)
            {
                same++;
            }

            if (same == part.Count)
            {
                return true;
            }
        }

        return false;
    }

    private Place? ReadPlace(ArrowStop stop, string key, bool isInternet)
    {
        if (isInternet == (stop.Word == Place.InternetName))
        {
            return isInternet ? Place.Internet
                : reading.Site(stop.Word, stop.Index) is { } site ? new Place(site)
                : null;
        }

        var end = key == "inbound" ? "begins" : "ends";
        if (isInternet)
        {
            var found = $"'{key}' {end} with {Words.Quote(stop.Word)}";
            faults.Add(stop.Index, found, $"write '{Place.InternetName}', with which it {end}");
            _ = reading.Site(stop.Word, stop.Index);
        }
        else
        {
            var found = $"'{key}' names the Internet on its way";
            faults.Add(stop.Index, found, $"write '{Place.InternetName}' only where it {end}");
        }

        return null;
    }

    private ImmutableArray<(SiteName, SiteName)>? ReadInternal(Section section)
    {
        if (section.Scalars("internal") is not { } scalars)
        {
            return null;
        }

        var pairs = new List<(SiteName, SiteName)>();
        foreach (var scalar in scalars)
        {
            var stops = arrows.Read(scalar, "internal", mayGoBothWays: true) ?? [];
            var sites = stops.Select(ReadInternalSite).ToList();
            for (var i = 1; i < sites.Count; i++)
            {
                if (sites[i - 1] is { } from && sites[i] is { } to)
                {
                    pairs.Add((from, to));
                    if (stops[i].BothWays)
                    {
                        pairs.Add((to, from));
                    }
                }
            }
        }

        return [.. pairs.Distinct()];
    }

    private SiteName? ReadInternalSite(ArrowStop stop)
    {
        if (stop.Word != Place.InternetName)
        {
            return reading.Site(stop.Word, stop.Index);
        }

        faults.Add(stop.Index, "'internal' names the Internet", "write arrows between sites of the organization");
        return null;
    }
}
