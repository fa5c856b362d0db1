using System.Text;
using Causeway.Configuration.Yaml;
using Causeway.Core.Addresses;
using Causeway.Core.Topology;

namespace Causeway.Configuration;

/// <summary>
/// Writes another type of one domain into the text of a topology file, and leaves every other character as it is.
/// </summary>
public static class DomainTypeEdit
{
    /// <summary>
    /// The octets of the file with that type, and what it says then; or why that cannot be, with what to write by hand.
    /// </summary>
    public static (byte[]? Octets, TopologyFile? Changed, string? Why) Of(
        TopologyFile before, DomainName domain, DomainType type)
    {
        var octets = File.ReadAllBytes(before.Path);
        var (content, _) = InputFile.Read(before.Path, TopologyReader.MaximumFileSize);
        var text = Encoding.UTF8.GetString(content ?? []);
        if (Place(text, before.Path, domain) is not { } place)
        {
            return (null, null, $"{before.Path} changed while it was read; ask again.");
        }

        var changed = text[..place.Start] + WordOf(type) + text[place.End..];
        var read = TopologyReader.ReadText(changed, before.Path);
        if (read.Topology is not { } after)
        {
            return (null, null, string.Join(" ", read.Faults.Take(3)));
        }

        // An anchor may give one value to several places; then it is for a person to say what is meant.
        var differences = TopologyDifferences.Between(before.Organization, after.Organization);
        if (differences.Length != 1 || after.Organization.Domains.First(one => one.Name == domain).Type != type)
        {
            var others = string.Join(", ", differences.Select(difference => difference.Path));
            return (null, null, $"{before.Path} says the type of {domain} together with other values ({others}); "
                + "change it there by hand.");
        }

        // What an editor put before the text stays before it.
        var mark = octets.Length - content!.Length;
        return ([.. octets[..mark], .. Encoding.UTF8.GetBytes(changed)], after, null);
    }

    /// <summary>As the file writes it.</summary>
    public static string WordOf(DomainType type) => type == DomainType.InternalRelay ? Words[1] : Words[0];

    /// <summary>The words for the types.</summary>
    public static IReadOnlyList<string> Words => Choices.DomainType.Words;

    public static bool TryParse(string word, out DomainType type) => Choices.DomainType.TryFind(word, out type);

    private static (int Start, int End)? Place(string text, string path, DomainName domain)
    {
        var faults = new FaultList(new SourceText(path, text));
        var type = YamlTree.Read(faults) is { } root && Value(root, key => key == "domains") is { } domains
            && Value(domains, key => DomainName.TryParse(key, out var name) && name == domain) is { } one
            ? Value(one, key => key == "type") as ScalarNode
            : null;
        if (type is null)
        {
            return null;
        }

        var cursor = type.Start;
        var start = type.Locate(type.Value, ref cursor);
        return (start, start + type.Value.Length);
    }

    private static Node? Value(Node node, Func<string, bool> isMeant) => (node as MapNode)?.Entries
        .FirstOrDefault(entry => entry.Key is ScalarNode key && isMeant(key.Value)).Value;
}
