using System.Collections.Immutable;
using System.Globalization;
using Causeway.Rendering.Postfix;

namespace Causeway.Rendering.Import;

/// <summary>Holds the settings of a Postfix against those that are rendered for its site.</summary>
internal sealed class PostfixComparison(
    PostfixConfiguration wanted, MainCf found, Func<string, string?> readMap)
{
    private const string NotSet = "(not set)";

    // Order means nothing in these.
    private static readonly ImmutableHashSet<string> Sets =
    [
        "inet_interfaces", "mydestination", "relay_domains", "smtpd_restriction_classes", "virtual_alias_domains",
        "virtual_mailbox_domains", "propagate_unmatched_extensions", "parent_domain_matches_subdomains",
    ];

    // What the file knows nothing of, and what could lead mail another way or let others in.
    private static readonly ImmutableArray<(string Name, string Why)> Strangers =
    [
        ("sender_dependent_relayhost_maps", "the next hop follows from the recipient and the arrows"),
        ("sender_dependent_default_transport_maps", "the next hop follows from the recipient and the arrows"),
        ("fallback_transport", "there is no second way"),
        ("fallback_transport_maps", "there is no second way"),
        ("luser_relay", "unknown recipients are refused"),
        ("content_filter", "the filter of the file is a site of its own"),
        ("always_bcc", "a copy that the file knows nothing of"),
        ("recipient_bcc_maps", "copies that the file knows nothing of"),
        ("sender_bcc_maps", "copies that the file knows nothing of"),
        ("canonical_maps", "addresses are those of the file"),
        ("recipient_canonical_maps", "addresses are those of the file"),
        ("sender_canonical_maps", "the reverse-path passes as it came"),
        ("smtp_generic_maps", "the reverse-path passes as it came"),
        ("masquerade_domains", "the reverse-path passes as it came"),
        ("smtpd_sender_restrictions", "the doors ask for the connection, not for the sender"),
        ("relay_recipient_maps", "a site that holds mailboxes relays for no domain"),
    ];

    private readonly List<Difference> differences = [];

    public ImportResult Compare()
    {
        foreach (var parameter in wanted.Parameters)
        {
            Compare(parameter);
        }

        var names = wanted.Parameters.Select(parameter => parameter.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var (name, why) in Strangers.Where(stranger =>
            !names.Contains(stranger.Name) && found[stranger.Name].Length > 0))
        {
            differences.Add(new Difference(name, found[name], NotSet, why));
        }

        return new ImportResult([.. differences], [], []);
    }

    private void Compare(Parameter parameter)
    {
        var value = found[parameter.Name];
        if (parameter.Comparison == Comparison.Any)
        {
            if (value.Length == 0)
            {
                Differ(parameter, value);
            }

            return;
        }

        var wants = Tokens(parameter.Value);
        var has = Tokens(value);
        if (Sets.Contains(parameter.Name))
        {
            wants = [.. wants.Order(StringComparer.OrdinalIgnoreCase)];
            has = [.. has.Order(StringComparer.OrdinalIgnoreCase)];
        }

        if (wants.Length != has.Length || !wants.Zip(has).All(pair => IsSame(pair.First, pair.Second)))
        {
            Differ(parameter, value);
            return;
        }

        foreach (var (want, have) in wants.Zip(has).Where(pair => MapOf(pair.First) is not null))
        {
            CompareMap(parameter, MapOf(want)!, have);
        }
    }

    private void Differ(Parameter parameter, string value) => differences.Add(new Difference(
        parameter.Name, value.Length > 0 ? value : found.IsSet(parameter.Name) ? "(empty)" : NotSet,
        parameter.Value.Length > 0 ? parameter.Value : "(empty)", parameter.Reason));

    // A map stands for a map: what is in it is compared row by row.
    private bool IsSame(string want, string have) => MapOf(want) is not null
        ? have.Contains(':', StringComparison.Ordinal)
        : string.Equals(Canonical(want), Canonical(have), StringComparison.OrdinalIgnoreCase);

    private PostfixMap? MapOf(string token) => wanted.Maps.FirstOrDefault(map =>
        token.EndsWith($"{PostfixConfiguration.Folder}/{map.Name}", StringComparison.Ordinal));

    private void CompareMap(Parameter parameter, PostfixMap map, string token)
    {
        var path = token[(token.LastIndexOf(':') + 1)..];
        var text = path.StartsWith('/') || path.StartsWith('$') ? readMap(path.Split('/')[^1]) : null;
        if (text is null)
        {
            differences.Add(new Difference(
                parameter.Name, $"{token}, which cannot be read",
                $"{map.Rows.Count()} rows, as in {map.Name} of `render`", parameter.Reason));
            return;
        }

        var rows = MapText.Read(text, map.IsIndexed);
        var name = path.Split('/')[^1];
        if (map.IsIndexed)
        {
            CompareIndexed(map, name, rows);
        }
        else if (!map.Rows.Select(Ordered).SequenceEqual(rows.Select(Ordered)))
        {
            differences.Add(new Difference(name, Lines(rows), Lines(map.Rows), parameter.Reason));
        }
    }

    private void CompareIndexed(PostfixMap map, string name, ImmutableArray<MapRow> rows)
    {
        var has = rows.ToDictionary(row => row.Key, row => row.Value, StringComparer.Ordinal);
        foreach (var group in map.Groups)
        {
            foreach (var row in group.Rows)
            {
                var isThere = has.Remove(row.Key, out var value);
                if (!isThere || !IsSameRow(map.Name, row.Value, value!))
                {
                    differences.Add(new Difference(
                        $"{name}: {row.Key}", isThere ? value! : "(no row)", row.Value, group.Reason));
                }
            }
        }

        differences.AddRange(has.OrderBy(row => row.Key, StringComparer.Ordinal).Select(row => new Difference(
            $"{name}: {row.Key}", row.Value, "(no row)", "the file knows nothing of it")));
    }

    // Of recipients the key counts: where a mailbox lies is the site's own affair.
    private static bool IsSameRow(string map, string wanted, string found) => map switch
    {
        "recipients" => true,
        "aliases" => Tokens(wanted).ToHashSet(StringComparer.OrdinalIgnoreCase).SetEquals(Tokens(found)),
        _ => Tokens(wanted).Select(Canonical).SequenceEqual(
            Tokens(found).Select(Canonical), StringComparer.OrdinalIgnoreCase),
    };

    private static string Lines(IEnumerable<MapRow> rows) =>
        string.Join("; ", rows.Select(row => $"{row.Key} {row.Value}"));

    // An address alone is the range of one.
    private static string Ordered(MapRow row)
    {
        var key = System.Net.IPAddress.TryParse(row.Key, out var address)
            ? $"{address}/{(address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork ? 32 : 128)}"
            : row.Key;
        return $"{key} {string.Join(' ', Tokens(row.Value))}";
    }

    // Times in seconds; port 25 behind brackets is the default.
    private static string Canonical(string token)
    {
        if (token.Length > 1 && "smhdw".Contains(token[^1], StringComparison.Ordinal)
            && long.TryParse(token[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            var seconds = token[^1] switch { 's' => 1, 'm' => 60, 'h' => 3600, 'd' => 86400, _ => 604800 };
            return (number * seconds).ToString(CultureInfo.InvariantCulture);
        }

        foreach (var port in (string[])["]:25", "]:smtp"])
        {
            if (token.EndsWith(port, StringComparison.Ordinal))
            {
                return token[..^(port.Length - 1)];
            }
        }

        return token;
    }

    // Postfix separates by commas and white space, save within braces.
    private static ImmutableArray<string> Tokens(string value)
    {
        var tokens = ImmutableArray.CreateBuilder<string>();
        var (start, depth) = (0, 0);
        for (var i = 0; i <= value.Length; i++)
        {
            if (i < value.Length && (depth > 0 || !(char.IsWhiteSpace(value[i]) || value[i] == ',')))
            {
                depth += value[i] switch { '{' => 1, '}' => -1, _ => 0 };
                continue;
            }

            if (i > start)
            {
                tokens.Add(value[start..i]);
            }

            start = i + 1;
        }

        return tokens.ToImmutable();
    }
}
