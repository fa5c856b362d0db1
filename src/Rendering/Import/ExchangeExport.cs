using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Causeway.Rendering.Import;

/// <summary>
/// What Exchange Online told of itself by Get-cmdlets and ConvertTo-Json: one object with a list for each cmdlet, or a
/// list of connectors alone. A null list was not exported.
/// </summary>
internal sealed record ExchangeExport(
    ImmutableArray<JsonElement>? Inbound, ImmutableArray<JsonElement>? Outbound, ImmutableArray<JsonElement>? Domains,
    ImmutableArray<JsonElement>? Organization, ImmutableArray<JsonElement>? SpamPolicies)
{
    public static bool TryRead(
        string json, [NotNullWhen(true)] out ExchangeExport? export, [NotNullWhen(false)] out string? fault)
    {
        export = null;
        fault = null;
        try
        {
            using var document = JsonDocument.Parse(json);
            export = Read(document.RootElement.Clone());
        }
        catch (JsonException error)
        {
            fault = $"line {error.LineNumber + 1} is no JSON; write what ConvertTo-Json printed";
            return false;
        }

        if (export is null)
        {
            fault = "it holds no connectors; make it as the head of the rendered script tells";
        }

        return export is not null;
    }

    private static ExchangeExport? Read(JsonElement root)
    {
        if (root.ValueKind == JsonValueKind.Object && Property(root, "Name") is null)
        {
            var export = new ExchangeExport(
                List(Property(root, "InboundConnectors")), List(Property(root, "OutboundConnectors")),
                List(Property(root, "AcceptedDomains")), List(Property(root, "OrganizationConfig")),
                List(Property(root, "OutboundSpamPolicies")));
            return export.Inbound is null && export.Outbound is null ? null : export;
        }

        var all = List(root) ?? [];
        var outbound = all.Where(item => Property(item, "UseMXRecord") is not null).ToImmutableArray();
        var inbound = all.Where(item => Property(item, "SenderDomains") is not null).ToImmutableArray();
        return inbound.IsEmpty && outbound.IsEmpty
            ? null
            : new ExchangeExport(
                inbound.IsEmpty ? null : inbound, outbound.IsEmpty ? null : outbound, null, null, null);
    }

    /// <summary>A property by its name, whatever the case; null where there is none.</summary>
    public static JsonElement? Property(JsonElement item, string name)
    {
        if (item.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        foreach (var property in item.EnumerateObject())
        {
            if (string.Equals(property.Name, name, StringComparison.OrdinalIgnoreCase))
            {
                return property.Value;
            }
        }

        return null;
    }

    // One object stands for a list of one; older shells wrap a list into an object with value and Count.
    private static ImmutableArray<JsonElement>? List(JsonElement? element) => element switch
    {
        null => null,
        { ValueKind: JsonValueKind.Null } => [],
        { ValueKind: JsonValueKind.Array } array => [.. array.EnumerateArray()],
        { } item when Property(item, "value") is { ValueKind: JsonValueKind.Array } inner =>
            [.. inner.EnumerateArray()],
        { } item => [item],
    };
}
