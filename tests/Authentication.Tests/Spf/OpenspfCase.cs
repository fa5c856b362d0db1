using System.Globalization;
using System.Net;
using Causeway.Dns;
using YamlDotNet.RepresentationModel;

namespace Causeway.Authentication.Tests.Spf;

/// <summary>A case of the suite of openspf.org, with the zone of its scenario.</summary>
internal sealed record OpenspfCase(
    string Name, string Helo, IPAddress Host, string MailFrom, IReadOnlyList<string> Results, string? Explanation,
    FakeZone Zone)
{
    /// <summary>What the suite calls an explanation where the domain gives none.</summary>
    public const string NoExplanation = "DEFAULT";

    public static IReadOnlyList<OpenspfCase> Read(string text)
    {
        var yaml = new YamlStream();
        yaml.Load(new StringReader(text));
        return [.. yaml.Documents.Select(document => (YamlMappingNode)document.RootNode).SelectMany(Scenario)];
    }

    private static IEnumerable<OpenspfCase> Scenario(YamlMappingNode scenario)
    {
        var zone = new FakeZone();
        foreach (var (name, records) in (YamlMappingNode)scenario["zonedata"])
        {
            AddTo(zone, Text(name), (YamlSequenceNode)records);
        }

        foreach (var (name, node) in (YamlMappingNode)scenario["tests"])
        {
            var test = (YamlMappingNode)node;
            yield return new OpenspfCase(
                Text(name), Text(test["helo"]), IPAddress.Parse(Text(test["host"])), Text(test["mailfrom"]),
                [.. Texts(test["result"])],
                test.Children.TryGetValue("explanation", out var explanation) ? Text(explanation) : null, zone);
        }
    }

    private static void AddTo(FakeZone zone, string name, YamlSequenceNode nodes)
    {
        var records = nodes.OfType<YamlMappingNode>().SelectMany(node => node.Children)
            .ToLookup(pair => Text(pair.Key), pair => Texts(pair.Value).ToArray());

        // Where the zone has no TXT record, those of type SPF stand for it; NONE says that there is neither.
        var texts = (records.Contains("TXT") ? records["TXT"] : records["SPF"]).Select(Joined)
            .Where(text => text != "NONE").ToArray();
        Add(zone.Txt, name, texts);
        Add(zone.Addresses, name, [.. records["A"].Concat(records["AAAA"]).Select(Joined)]);
        Add(zone.Mx, name, [.. records["MX"].Select(mx => $"{mx[0]} {mx[1]}")]);
        if (records["PTR"].Select(Joined).ToArray() is { Length: > 0 } pointers)
        {
            zone.Pointers[AddressOf(name)] = pointers;
        }

        if (records["CNAME"].Select(Joined).FirstOrDefault() is { } alias)
        {
            zone.Cname[name] = alias;
        }

        if (nodes.OfType<YamlScalarNode>().Any(node => node.Value == "TIMEOUT"))
        {
            zone.Faults.UnionWith(texts.Length > 0 ? [$"mx {name}", $"address {name}"] : [name]);
        }
    }

    // RFC 7208 section 3.3: the strings of a record are joined without a space.
    private static string Joined(IEnumerable<string> strings) => string.Concat(strings);

    private static void Add(Dictionary<string, string[]> records, string name, string[] values)
    {
        if (values.Length > 0)
        {
            records[name] = values;
        }
    }

    private static string AddressOf(string name)
    {
        var labels = name.Split('.');
        Array.Reverse(labels);
        return labels[1] == "in-addr"
            ? string.Join('.', labels[2..])
            : IPAddress.Parse(string.Join(':', labels[2..].Chunk(4).Select(Joined)))
                .ToString().ToLower(CultureInfo.InvariantCulture);
    }

    private static IEnumerable<string> Texts(YamlNode node) => node is YamlSequenceNode nodes
        ? nodes.Select(Text) : [Text(node)];

    private static string Text(YamlNode node) => ((YamlScalarNode)node).Value ?? "";
}
