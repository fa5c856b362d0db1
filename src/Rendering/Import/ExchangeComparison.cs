using System.Collections.Immutable;
using System.Text.Json;
using Causeway.Rendering.Exchange;

namespace Causeway.Rendering.Import;

/// <summary>Holds what Exchange Online told of itself against the script that is rendered for its site.</summary>
internal sealed class ExchangeComparison(ExchangeScript wanted, ExchangeExport found)
{
    private const string NotSet = "(not set)";

    // By these a connector is recognized that bears another name.
    private static readonly ImmutableArray<string> Telling =
        ["TlsSenderCertificateName", "SenderIPAddresses", "SmartHosts", "TlsDomain", "RecipientDomains"];

    private readonly List<Difference> differences = [];
    private readonly List<string> notes = [];

    public ImportResult Compare()
    {
        CompareNamed(
            "Set-AcceptedDomain", "accepted domain", "Get-AcceptedDomain", found.Domains, ["DomainName", "Name"]);
        CompareConnectors("New-InboundConnector", "inbound connector", found.Inbound,
            "another way in, which no arrow of the file draws");
        CompareOne("Set-OrganizationConfig", "Get-OrganizationConfig", found.Organization);
        CompareConnectors("New-OutboundConnector", "outbound connector", found.Outbound,
            "another way out, which no arrow of the file draws");
        CompareNamed("Set-HostedOutboundSpamFilterPolicy", "outbound spam policy", "Get-HostedOutboundSpamFilterPolicy",
            found.SpamPolicies, ["Name", "Identity"]);
        return new ImportResult([.. differences], [.. notes], []);
    }

    private IEnumerable<Cmdlet> Wanted(string name) => wanted.Cmdlets.Where(cmdlet => cmdlet.Name == name);

    private void CompareOne(string name, string get, ImmutableArray<JsonElement>? items)
    {
        foreach (var cmdlet in Wanted(name))
        {
            if (items is [var item, ..])
            {
                CompareArguments("organization", cmdlet, item, []);
            }
            else
            {
                Note($"what {get} tells");
            }
        }
    }

    private void CompareNamed(
        string name, string what, string get, ImmutableArray<JsonElement>? items, string[] keys)
    {
        if (items is not { } list)
        {
            Note($"what {get} tells");
            return;
        }

        foreach (var cmdlet in Wanted(name))
        {
            var identity = ((PowerShellValue.Text)cmdlet["Identity"]!).Value;
            var item = list.Cast<JsonElement?>().FirstOrDefault(candidate => keys.Any(key => string.Equals(
                Texts(ExchangeExport.Property(candidate!.Value, key)).FirstOrDefault(), identity,
                StringComparison.OrdinalIgnoreCase)));
            if (item is null)
            {
                differences.Add(new Difference($"{what} {identity}", "(missing)", Summary(cmdlet), cmdlet.Reason));
            }
            else
            {
                CompareArguments($"{what} {identity}", cmdlet, item.Value, ["Identity"]);
            }
        }
    }

    private void CompareConnectors(
        string name, string what, ImmutableArray<JsonElement>? items, string whyNot)
    {
        if (items is not { } list)
        {
            Note($"{what}s");
            return;
        }

        var left = list.ToList();

        // First all that bear the name, so that none of them is taken for another one that it is like.
        var pairs = Wanted(name)
            .Select(cmdlet => (Cmdlet: cmdlet, Item: Take(left, item => Name(item) == Text(cmdlet, "Name")))).ToList();
        foreach (var (cmdlet, byName) in pairs)
        {
            if ((byName ?? Take(left, item => IsLike(cmdlet, item))) is not { } item)
            {
                differences.Add(new Difference(
                    $"{what} {Text(cmdlet, "Name")}", "(missing)", Summary(cmdlet), cmdlet.Reason));
                continue;
            }

            CompareArguments($"{what} {Name(item)}", cmdlet, item, ["Name"]);
            if (!IsEnabled(item))
            {
                differences.Add(new Difference($"{what} {Name(item)}: Enabled", "false", "true", cmdlet.Reason));
            }
        }

        differences.AddRange(left.Where(IsEnabled).Select(item =>
            new Difference($"{what} {Name(item)}", "enabled", "(none)", whyNot)));
    }

    private void CompareArguments(string what, Cmdlet cmdlet, JsonElement item, string[] except)
    {
        foreach (var argument in cmdlet.Arguments.Where(argument => !except.Contains(argument.Name)))
        {
            var has = Texts(ExchangeExport.Property(item, argument.Name));
            var wants = Texts(argument.Value);

            // What is not set is false.
            var isFalse = has.IsEmpty && argument.Value is PowerShellValue.Flag { Value: false };
            if (!isFalse && !has.SetEquals(wants))
            {
                differences.Add(new Difference(
                    $"{what}: {argument.Name}", has.IsEmpty ? NotSet : Joined(has), Joined(wants), argument.Reason));
            }
        }
    }

    private void Note(string what) => notes.Add($"not compared, since the export does not hold it: {what}");

    private static bool IsLike(Cmdlet cmdlet, JsonElement item) =>
        Same(cmdlet, item, "ConnectorType") && Telling.Any(name => Same(cmdlet, item, name));

    private static bool Same(Cmdlet cmdlet, JsonElement item, string name) =>
        cmdlet[name] is { } value && Texts(ExchangeExport.Property(item, name)).SetEquals(Texts(value));

    private static JsonElement? Take(List<JsonElement> items, Predicate<JsonElement> which)
    {
        var index = items.FindIndex(which);
        if (index < 0)
        {
            return null;
        }

        var item = items[index];
        items.RemoveAt(index);
        return item;
    }

    private static string Name(JsonElement item) =>
        ExchangeExport.Property(item, "Name")?.ToString() ?? "(without a name)";

    private static bool IsEnabled(JsonElement item) =>
        ExchangeExport.Property(item, "Enabled") is not { ValueKind: JsonValueKind.False };

    private static string Text(Cmdlet cmdlet, string name) => ((PowerShellValue.Text)cmdlet[name]!).Value;

    private static string Summary(Cmdlet cmdlet) => string.Join("; ", cmdlet.Arguments
        .Where(argument => argument.Name is not ("Name" or "Identity"))
        .Select(argument => $"{argument.Name} {Joined(Texts(argument.Value))}"));

    private static string Joined(ImmutableHashSet<string> texts) =>
        string.Join(", ", texts.Order(StringComparer.Ordinal));

    private static ImmutableHashSet<string> Texts(PowerShellValue value) => (value switch
    {
        PowerShellValue.Text text => ImmutableArray.Create(text.Value),
        PowerShellValue.Flag flag => [flag.Value ? "true" : "false"],
        PowerShellValue.List list => list.Values,
        _ => [PowerShellText.Literal(value)],
    }).Select(Plain).ToImmutableHashSet(StringComparer.OrdinalIgnoreCase);

    private static ImmutableHashSet<string> Texts(JsonElement? value) => (value switch
    {
        null or { ValueKind: JsonValueKind.Null } => ImmutableArray<string>.Empty,
        { ValueKind: JsonValueKind.Array } array => [.. array.EnumerateArray().Select(item => item.ToString())],
        { ValueKind: JsonValueKind.True } => ["true"],
        { ValueKind: JsonValueKind.False } => ["false"],
        { } text => [text.ToString()],
    }).Select(Plain).Where(text => text.Length > 0).ToImmutableHashSet(StringComparer.OrdinalIgnoreCase);

    // smtp:*;1 is * as Exchange writes an address space, [192.0.2.1] an address as it writes a smart host.
    private static string Plain(string text)
    {
        var plain = text.StartsWith("smtp:", StringComparison.OrdinalIgnoreCase) ? text[5..].Split(';')[0] : text;
        return plain.StartsWith('[') && plain.EndsWith(']') ? plain[1..^1] : plain;
    }
}
