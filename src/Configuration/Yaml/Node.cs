namespace Causeway.Configuration.Yaml;

/// <summary>A piece of YAML and where it stands; indexes count UTF-16 units of the source.</summary>
internal abstract class Node(int start)
{
    public int Start => start;

    /// <summary>What a person would call it.</summary>
    public abstract string Description { get; }

    /// <summary>
    /// What the node costs to walk, aliases followed: one and the length of its text, and its children's.
    /// </summary>
    public abstract long Weight { get; }
}

/// <summary>A single value, as text.</summary>
internal sealed class ScalarNode(SourceText source, int start, int end, string value, bool isPlain) : Node(start)
{
    public string Value => value;

    public bool IsNull => isPlain && value is "" or "~" or "null";

    public override string Description => IsNull ? "empty" : "a single value";

    public override long Weight => value.Length + 1;

    /// <summary>
    /// Where the word stands in the source at or after the cursor; the value's start if escapes hide it.
    /// </summary>
    public int Locate(string word, ref int cursor)
    {
        var from = Math.Clamp(Math.Max(cursor, Start), 0, source.Text.Length);
        var length = Math.Max(0, Math.Min(end, source.Text.Length) - from);
        var found = source.Text.IndexOf(word, from, length, StringComparison.Ordinal);
        cursor = found < 0 ? from : found + word.Length;
        return found < 0 ? Start : found;
    }
}

/// <summary>A YAML sequence.</summary>
internal sealed class ListNode(int start, IReadOnlyList<Node> items) : Node(start)
{
    public IReadOnlyList<Node> Items => items;

    public override string Description => "a list";

    public override long Weight { get; } = 1 + items.Sum(item => item.Weight);
}

/// <summary>A YAML mapping, duplicates included.</summary>
internal sealed class MapNode(int start, IReadOnlyList<(Node Key, Node Value)> entries) : Node(start)
{
    public IReadOnlyList<(Node Key, Node Value)> Entries => entries;

    public override string Description => "a mapping";

    public override long Weight { get; } = 1 + entries.Sum(entry => entry.Key.Weight + entry.Value.Weight);
}

/// <summary>Stands for what was refused already; whoever meets it stays silent.</summary>
internal sealed class BrokenNode(int start) : Node(start)
{
    public override string Description => "unreadable";

    public override long Weight => 1;
}
