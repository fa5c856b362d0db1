using Causeway.Dns;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Causeway.Authentication.Tests.Arc;

/// <summary>The validation suite of ValiMail: messages, the keys in DNS, and what a verifier should say.</summary>
internal static class ArcSuite
{
    /// <summary>One message of the suite; the status is in the words of RFC 8617, in lower case.</summary>
    public sealed record Vector(string Name, byte[] Message, string Status, IResolver Keys);

    /// <summary>All of it; null where the folder is not beside the repository.</summary>
    public static IReadOnlyList<Vector>? Load() => SharedFolder.Find("arc-validation") is { } folder
        ? [.. Read(File.ReadAllText(Path.Combine(folder, "arc-draft-validation-tests.yml")))]
        : null;

    private static IEnumerable<Vector> Read(string text)
    {
        // The reader refuses a literal text whose first line is of spaces; to all others it is the same.
        var lines = text.Split('\n').Select(line => string.IsNullOrWhiteSpace(line) ? "" : line);
        var parser = new Parser(new StringReader(string.Join('\n', lines)));
        parser.Consume<StreamStart>();
        while (parser.TryConsume<DocumentStart>(out _))
        {
            var scenario = parser.Accept<MappingStart>(out _) ? Node.Read(parser) : Skip(parser);
            parser.Consume<DocumentEnd>();
            var zone = new FakeZone();
            foreach (var (name, record) in scenario.Of("txt-records").Pairs)
            {
                zone.Txt[name] = [record.Text];
            }

            foreach (var (name, test) in scenario.Of("tests").Pairs)
            {
                // The suite leaves the status of a chain that was sealed as failed open; RFC 8617 section 5.2 step 2
                // does not.
                var status = test.Of("cv").Text.Trim().ToLowerInvariant();
                yield return new Vector(
                    name, Samples.Octets(test.Of("message").Text), status.Length == 0 ? "fail" : status, zone);
            }
        }
    }

    private static Node Skip(IParser parser)
    {
        parser.SkipThisAndNestedEvents();
        return new Node("", []);
    }

    // Some tests have the name of another: all pairs of a mapping count.
    private sealed record Node(string Text, List<(string Name, Node Value)> Pairs)
    {
        public static Node Read(IParser parser)
        {
            if (parser.TryConsume<Scalar>(out var scalar))
            {
                return new Node(scalar.Value, []);
            }

            var node = new Node("", []);
            parser.Consume<MappingStart>();
            while (!parser.TryConsume<MappingEnd>(out _))
            {
                node.Pairs.Add((parser.Consume<Scalar>().Value, Read(parser)));
            }

            return node;
        }

        public Node Of(string name) => Pairs.FirstOrDefault(pair => pair.Name == name).Value ?? new Node("", []);
    }
}
