using Causeway.Dns;
using YamlDotNet.RepresentationModel;

namespace Causeway.Authentication.Tests.Arc;

/// <summary>The validation suite of ValiMail: messages, the keys in DNS, and what a verifier should say.</summary>
internal static class ArcSuite
{
    /// <summary>One message of the suite; the status is in the words of RFC 8617, in lower case.</summary>
    public sealed record Vector(string Name, byte[] Message, string Status, IResolver Keys);

    /// <summary>All of it; null where the folder is not beside the repository.</summary>
    public static IReadOnlyList<Vector>? Load()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (File.Exists(Path.Combine(at.FullName, "Causeway.slnx")))
            {
                var path = Path.Combine(
                    at.FullName, "..", "shared", "data", "arc-validation", "arc-draft-validation-tests.yml");
                return File.Exists(path) ? [.. Read(File.ReadAllText(path))] : null;
            }
        }

        return null;
    }

    private static IEnumerable<Vector> Read(string text)
    {
        var yaml = new YamlStream();
        yaml.Load(new StringReader(text));
        foreach (var document in yaml.Documents)
        {
            if (document.RootNode is not YamlMappingNode scenario)
            {
                continue;
            }

            var zone = new FakeZone();
            foreach (var (name, record) in (YamlMappingNode)scenario["txt-records"])
            {
                zone.Txt[Text(name)] = [Text(record)];
            }

            foreach (var (name, test) in (YamlMappingNode)scenario["tests"])
            {
                var status = Text(test["cv"]).ToLowerInvariant();

                // The suite leaves the status of a chain that was sealed as failed open; RFC 8617 section 5.2 step 2
                // does not.
                yield return new Vector(
                    Text(name), Samples.Octets(Text(test["message"])), status.Length == 0 ? "fail" : status, zone);
            }
        }
    }

    private static string Text(YamlNode node) => ((YamlScalarNode)node).Value ?? "";
}
