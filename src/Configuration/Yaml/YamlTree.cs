using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Causeway.Configuration.Yaml;

/// <summary>
/// Reads one YAML document into nodes with positions. Not the library's own representation model: that stops at the
/// first duplicate key and follows any depth.
/// </summary>
internal sealed class YamlTree
{
    private const int MaximumDepth = 16;

    // Aliases may repeat a part of the file, but not make more of it than a whole file may hold.
    private const long MaximumAliased = TopologyReader.MaximumFileSize;

    private readonly SourceText source;
    private readonly FaultList faults;
    private readonly Scanner scanner;
    private readonly Parser parser;
    private readonly Dictionary<AnchorName, Node> anchors = [];
    private long aliased;

    private YamlTree(FaultList faults)
    {
        this.faults = faults;
        source = faults.Source;
        scanner = new Scanner(new StringReader(source.Text), skipComments: true);
        parser = new Parser(scanner);
    }

    /// <summary>The document's root; null where the text is no YAML, which is a fault then.</summary>
    public static Node? Read(FaultList faults)
    {
        if (!CheckCharacters(faults))
        {
            return null;
        }

        var tree = new YamlTree(faults);
        try
        {
            return tree.ReadDocument();
        }
        catch (YamlException e)
        {
            tree.RefuseText((int)e.Start.Index, $" ({e.Message.TrimEnd('.')})");
            return null;
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException or FormatException
            or IndexOutOfRangeException or OverflowException or NullReferenceException)
        {
            // The library answers some broken texts with an exception of its own inner works.
            tree.RefuseText((int)tree.scanner.CurrentPosition.Index, "");
            return null;
        }
    }

    // YAML 1.2 section 5.1 forbids control characters, section 6.1 tabs in the indentation.
    private static bool CheckCharacters(FaultList faults)
    {
        var text = faults.Source.Text;
        var indentation = true;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c == '\t' && indentation)
            {
                faults.Add(i, "a tab in the indentation", "write spaces");
                indentation = false;
            }
            else if (char.IsControl(c) && c is not '\t' and not '\r' and not '\n' and not '\x85')
            {
                faults.Add(i, $"the control character U+{(int)c:X4}", "remove it");
            }

            indentation = c is '\n' or '\r' || (indentation && c == ' ');
        }

        return faults.IsEmpty;
    }

    private void RefuseText(int index, string reason) => faults.Add(
        index,
        $"this is not YAML{reason}",
        "write 'key: value' lines, indented by spaces, with texts that hold ': ', '#' or brackets in quotes");

    private Node? ReadDocument()
    {
        parser.Consume<StreamStart>();
        if (parser.TryConsume<StreamEnd>(out _))
        {
            faults.Add(0, "the file is empty", "write a topology; 'causeway init DOMAIN' writes one to begin with");
            return null;
        }

        parser.Consume<DocumentStart>();
        var root = ReadNode(1);
        parser.Consume<DocumentEnd>();
        if (parser.Accept<DocumentStart>(out var second))
        {
            faults.Add((int)second.Start.Index, "a second document begins", "write one document into a file");
        }

        return root;
    }

    private Node ReadNode(int depth)
    {
        if (depth > MaximumDepth)
        {
            return Refuse(parser.Current!, $"more than {MaximumDepth} levels deep", "write fewer levels");
        }

        if (parser.TryConsume<AnchorAlias>(out var alias))
        {
            return Follow(alias);
        }

        var start = parser.Require<NodeEvent>();
        if (!start.Tag.IsEmpty && !start.Tag.IsNonSpecific
            && !start.Tag.Value.StartsWith("tag:yaml.org,2002:", StringComparison.Ordinal))
        {
            return Refuse(start, $"the tag {Words.Quote(start.Tag.Value)}", "write the value without it");
        }

        var node = ReadContent(depth);
        if (!start.Anchor.IsEmpty)
        {
            anchors[start.Anchor] = node;
        }

        return node;
    }

    private Node ReadContent(int depth)
    {
        if (parser.TryConsume<Scalar>(out var scalar))
        {
            var plain = scalar.Style == ScalarStyle.Plain;
            return new ScalarNode(source, (int)scalar.Start.Index, (int)scalar.End.Index, scalar.Value, plain);
        }

        if (parser.TryConsume<SequenceStart>(out var sequence))
        {
            var items = new List<Node>();
            while (!parser.TryConsume<SequenceEnd>(out _))
            {
                items.Add(ReadNode(depth + 1));
            }

            return new ListNode((int)sequence.Start.Index, items);
        }

        var mapping = parser.Consume<MappingStart>();
        var entries = new List<(Node, Node)>();
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            var key = ReadNode(depth + 1);
            entries.Add((key, ReadNode(depth + 1)));
        }

        return new MapNode((int)mapping.Start.Index, entries);
    }

    private Node Follow(AnchorAlias alias)
    {
        var start = (int)alias.Start.Index;
        if (!anchors.TryGetValue(alias.Value, out var target))
        {
            faults.Add(start, $"no anchor is called {Words.Quote(alias.Value.Value)}", "write the value itself");
            return new BrokenNode(start);
        }

        aliased += target.Weight;
        if (aliased > MaximumAliased)
        {
            faults.Add(start, "the aliases repeat too much", "write the values themselves");
            return new BrokenNode(start);
        }

        return target;
    }

    private BrokenNode Refuse(ParsingEvent start, string found, string write)
    {
        var index = (int)start.Start.Index;
        faults.Add(index, found, write);
        parser.SkipThisAndNestedEvents();
        return new BrokenNode(index);
    }
}
