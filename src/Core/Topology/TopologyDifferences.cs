using System.Collections;
using System.Collections.Immutable;
using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;

namespace Causeway.Core.Topology;

/// <summary>
/// What distinguishes two models, value by value. Goes through the records of this namespace as they are, so that a new
/// property is compared without further ado.
/// </summary>
public static class TopologyDifferences
{
    public static ImmutableArray<TopologyDifference> Between(Organization before, Organization after)
    {
        var (old, now) = (Values(before), Values(after));
        return
        [
            .. old.Keys.Union(now.Keys).Order(StringComparer.Ordinal)
                .Select(path => new TopologyDifference(
                    path, old.GetValueOrDefault(path), now.GetValueOrDefault(path)))
                .Where(difference => difference.Before != difference.After),
        ];
    }

    private static Dictionary<string, string> Values(Organization organization)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        Walk(organization, "", values);
        return values;
    }

    private static void Walk(object? value, string path, Dictionary<string, string> into)
    {
        switch (value)
        {
            case null:
                break;
            case IEnumerable list and not string when list.Cast<object>().ToList() is var items:
                if (items.Exists(IsModel))
                {
                    items.ForEach(item => Walk(item, $"{path}.{KeyOf(item)}", into));
                }
                else if (items.Count > 0)
                {
                    into[path] = string.Join(", ", items.Select(Text));
                }

                break;
            case var model when IsModel(model):
                foreach (var property in model.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance)
                    .Where(property => property.CanWrite && property.GetIndexParameters().Length == 0))
                {
                    var name = Kebab(property.Name);
                    Walk(property.GetValue(model), path.Length == 0 ? name : $"{path}.{name}", into);
                }

                break;
            default:
                into[path] = Text(value);
                break;
        }
    }

    // The records that have properties of their own; names, places and addresses are values with a text.
    private static bool IsModel(object value) =>
        value.GetType() is { IsClass: true } type && type.Namespace == typeof(Organization).Namespace;

    private static string KeyOf(object item) => item switch
    {
        AcceptedDomain domain => domain.Name.Value,
        Site site => site.Name.Value,
        Connector connector => $"{connector.From}->{connector.To}",
        Partner partner => partner.Domain.Value,
        RemoteDomain remote => remote.Name,
        _ => Text(item),
    };

    private static string Text(object value) => value switch
    {
        bool flag => flag ? "yes" : "no",
        TimeSpan time => Durations.Print(time),
        Uri url => $"{url.Scheme}://{url.Authority}/... ({Digest(url.OriginalString)})",
        Enum choice => Kebab(choice.ToString()),
        ValueTuple<SiteName, SiteName> arrow => $"{arrow.Item1} -> {arrow.Item2}",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };

    // The path of a webhook is its password. What is printed here stands in logs; a change must show all the same.
    private static string Digest(string secret) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)).AsSpan(0, 4));

    private static string Kebab(string name) => string.Concat(name.Select((letter, i) =>
        char.IsAsciiLetterUpper(letter) ? $"{(i == 0 ? "" : "-")}{char.ToLowerInvariant(letter)}" : $"{letter}"));
}
