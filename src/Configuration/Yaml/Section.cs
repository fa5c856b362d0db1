using System.Globalization;

namespace Causeway.Configuration.Yaml;

/// <summary>
/// A mapping with known keys. Reading a value that is not there gives null; one that is wrong is a fault too.
/// </summary>
internal sealed class Section
{
    private readonly Dictionary<string, (ScalarNode Key, Node Value)> entries = new(StringComparer.Ordinal);
    private readonly HashSet<string> meant = new(StringComparer.Ordinal);
    private readonly FaultList faults;
    private readonly string name;
    private readonly IReadOnlyList<string> keys;

    private Section(MapNode map, string name, IReadOnlyList<string> keys, FaultList faults)
    {
        this.faults = faults;
        this.name = name;
        this.keys = keys;
        Start = map.Start;
        foreach (var (key, value) in Entries(map, name, faults))
        {
            if (keys.Contains(key.Value))
            {
                entries.Add(key.Value, (key, value));
            }
            else
            {
                var found = $"{Words.Quote(key.Value)} is no key of {name}";
                faults.Add(key.Start, found, Words.Instead(key.Value, keys));
                meant.Add(Words.Nearest(key.Value, keys) ?? "");
            }
        }
    }

    /// <summary>Where the section begins.</summary>
    public int Start { get; }

    /// <summary>Opens a mapping; null, and a fault, where the node is something else.</summary>
    public static Section? Open(Node node, string name, IReadOnlyList<string> keys, FaultList faults)
    {
        if (node is MapNode map)
        {
            return new Section(map, name, keys, faults);
        }

        if (node is not BrokenNode)
        {
            faults.Add(node.Start, $"{name} is {node.Description}", $"write a mapping with {Words.Or(keys)}");
        }

        return null;
    }

    /// <summary>
    /// The entries of a mapping whose keys are names, each once; what is no name or stands twice is a fault.
    /// </summary>
    public static IReadOnlyList<(ScalarNode Key, Node Value)> Entries(MapNode map, string name, FaultList faults)
    {
        var result = new List<(ScalarNode, Node)>();
        var firsts = new Dictionary<string, ScalarNode>(StringComparer.Ordinal);
        foreach (var (node, value) in map.Entries)
        {
            if (node is not ScalarNode { IsNull: false } key)
            {
                faults.Add(node.Start, $"a key of {name} is {node.Description}", "write a name before the colon");
            }
            else if (!firsts.TryAdd(key.Value, key))
            {
                var line = faults.Source.PositionAt(firsts[key.Value].Start).Line;
                faults.Add(
                    key.Start, $"{Words.Quote(key.Value)} stands in {name} already, in line {line}", "write it once");
            }
            else
            {
                result.Add((key, value));
            }
        }

        return result;
    }

    /// <summary>The entries of a mapping that a key needs and whose keys are names; an empty one is a fault.</summary>
    public static IReadOnlyList<(ScalarNode Key, Node Value)> Named(Node? node, string key, FaultList faults)
    {
        if (node is MapNode { Entries.Count: > 0 } map)
        {
            return Entries(map, $"'{key}'", faults);
        }

        if (node is not null)
        {
            var found = node is MapNode ? "empty" : node.Description;
            faults.Add(node.Start, $"'{key}' is {found}", $"write '{Keys.Example(key)}'");
        }

        return [];
    }

    /// <summary>
    /// The value of a key as it stands; null where the key is absent, has no value or was refused already.
    /// </summary>
    public Node? Find(string key)
    {
        if (!entries.TryGetValue(key, out var entry) || entry.Value is BrokenNode)
        {
            return null;
        }

        if (entry.Value is ScalarNode { IsNull: true })
        {
            faults.Add(entry.Key.Start, $"'{key}' has no value", $"write '{Keys.Example(key, keys)}'");
            return null;
        }

        return entry.Value;
    }

    /// <summary>As <see cref="Find"/>, where the key must be there.</summary>
    public Node? Require(string key)
    {
        if (!Has(key))
        {
            faults.Add(Start, $"{name} has no '{key}'", $"write '{Keys.Example(key, keys)}'");
        }

        return Find(key);
    }

    /// <summary>True where the key stands there, with a slip in it perhaps.</summary>
    public bool Has(string key) => entries.ContainsKey(key) || meant.Contains(key);

    public ScalarNode? Scalar(string key)
    {
        var node = Find(key);
        if (node is not null and not ScalarNode)
        {
            faults.Add(
                node.Start, $"'{key}' is {node.Description}", $"write one value, as '{Keys.Example(key, keys)}'");
        }

        return node as ScalarNode;
    }

    /// <summary>The items of a list; a single value stands for a list of one. Null where the key is absent.</summary>
    public IReadOnlyList<ScalarNode>? Scalars(string key)
    {
        switch (Find(key))
        {
            case null:
                return null;
            case ScalarNode single:
                return [single];
            case ListNode list:
                return [.. list.Items.Where(item => IsItem(key, item)).Cast<ScalarNode>()];
            case var other:
                faults.Add(
                    other.Start, $"'{key}' is {other.Description}", $"write a list, as '{Keys.Example(key, keys)}'");
                return null;
        }
    }

    public T Choose<T>(string key, Choice<T> choice, T otherwise)
    {
        if (Scalar(key) is not { } scalar)
        {
            return otherwise;
        }

        if (!choice.TryFind(scalar.Value, out var value))
        {
            Wrong(scalar, key, Words.Instead(scalar.Value, choice.Words));
        }

        return value;
    }

    public TimeSpan? Duration(string key) => Scalar(key) is { } scalar ? Duration(key, scalar) : null;

    /// <summary>A list of durations, or one; null where the key is absent.</summary>
    public IReadOnlyList<TimeSpan>? Durations(string key) =>
        Scalars(key) is { } items ? [.. items.Select(item => Duration(key, item))] : null;

    /// <summary>A whole number within limits; null where the key is absent.</summary>
    public int? Number(string key, int least, int most)
    {
        if (Scalar(key) is not { } scalar)
        {
            return null;
        }

        if (!int.TryParse(scalar.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            || number < least || number > most)
        {
            Wrong(scalar, key, string.Create(
                CultureInfo.InvariantCulture, $"write a whole number from {least} to {most}"));
        }

        return number;
    }

    /// <summary>A size in octets, of so many at the least; null where the key is absent.</summary>
    public long? Size(string key, long least)
    {
        if (Scalar(key) is not { } scalar)
        {
            return null;
        }

        if (!Core.Sizes.TryParse(scalar.Value, out var octets) || octets < least)
        {
            Wrong(scalar, key, $"write a size of at least {Core.Sizes.Print(least)}, as {Keys.Example(key, keys)}");
        }

        return octets;
    }

    public void Wrong(ScalarNode scalar, string key, string write) =>
        faults.Add(scalar.Start, $"'{key}' is {Words.Quote(scalar.Value)}", write);

    private TimeSpan Duration(string key, ScalarNode scalar)
    {
        if (!Core.Durations.TryParse(scalar.Value, out var duration))
        {
            Wrong(scalar, key, "write a duration of at most 3650 days, as 1d, 12h, 30m, 90s or 1d12h");
        }

        return duration;
    }

    private bool IsItem(string key, Node item)
    {
        if (item is not ScalarNode { IsNull: false } and not BrokenNode)
        {
            faults.Add(
                item.Start,
                $"an item of '{key}' is {item.Description}",
                $"write single values, as '{Keys.Example(key, keys)}'");
        }

        return item is ScalarNode { IsNull: false };
    }
}
