using System.Xml.Linq;

namespace Causeway.Tidy.Tests;

/// <summary>A project or props file: what it references.</summary>
internal sealed record Project(string Name, IReadOnlySet<string> Projects, IReadOnlySet<string> Packages)
{
    public static Project Parse(string name, string xml)
    {
        var root = XElement.Parse(xml);
        return new Project(name,
            Includes("ProjectReference").Select(path => Path.GetFileNameWithoutExtension(path)).ToHashSet(),
            Includes("PackageReference").ToHashSet());

        IEnumerable<string> Includes(string element) =>
            root.Descendants(element).Select(item => item.Attribute("Include")?.Value).OfType<string>();
    }
}
