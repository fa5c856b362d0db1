using System.Diagnostics.CodeAnalysis;

namespace Causeway.Core.Topology;

/// <summary>
/// The name of a site in the topology file: letters, digits and hyphens, at most 63; never <c>internet</c>.
/// </summary>
public readonly record struct SiteName
{
    private readonly string? value;

    private SiteName(string value) => this.value = value;

    public string Value => value ?? "";

    public static SiteName Parse(string text) =>
        TryParse(text, out var name) ? name : throw new FormatException($"'{text}' is not a site name.");

    public static bool TryParse([NotNullWhen(true)] string? text, out SiteName name)
    {
        name = default;
        if (text is null || text.Length is 0 or > 63 || text == Place.InternetName
            || !text.All(c => char.IsAsciiLetterOrDigit(c) || c == '-'))
        {
            return false;
        }

        name = new SiteName(text);
        return true;
    }

    public override string ToString() => Value;
}
