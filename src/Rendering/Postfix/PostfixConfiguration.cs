using System.Collections.Immutable;
using Causeway.Core.Topology;

namespace Causeway.Rendering.Postfix;

/// <summary>What Postfix must be set to at a site.</summary>
public sealed record PostfixConfiguration(
    SiteName Site, ImmutableArray<ParameterSection> Sections, ImmutableArray<PostfixMap> Maps)
{
    /// <summary>
    /// The folder of maps and keys. <c>$config_directory</c> is expanded by Postfix itself, so that the same lines
    /// serve any instance.
    /// </summary>
    public const string Folder = "$config_directory/causeway";

    public IEnumerable<Parameter> Parameters => Sections.SelectMany(section => section.Parameters);

    /// <summary>How a parameter names a map.</summary>
    internal static string Indexed(string name) => $"${{default_database_type}}:{Folder}/{name}";

    internal static string Ordered(string type, string name) => $"{type}:{Folder}/{name}";
}
