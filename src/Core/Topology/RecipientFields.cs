namespace Causeway.Core.Topology;

/// <summary>A recipient as a recipients file writes it: a name and a text for each column but the address.</summary>
public static class RecipientFields
{
    /// <summary>Always the same columns in the same order; empty where there is nothing to say.</summary>
    public static IReadOnlyList<(string Name, string Value)> Of(Recipient row) =>
    [
        ("kind", KindOf(row.Kind)), ("site", row.Site?.Value ?? ""),
        ("proxies", string.Join(';', row.Proxies)), ("members", string.Join(';', row.Members)),
        ("target", row.Target?.ToString() ?? ""), ("forward", string.Join(';', row.Forward)),
        ("keep", row.Keep ? "yes" : "no"),
        ("accept-from", row.InsideOnly ? "inside" : string.Join(';', row.AcceptFrom)),
        ("send-as", string.Join(';', row.SendAs)), ("quota", row.Quota is { } octets ? Sizes.Print(octets) : ""),
    ];

    public static string KindOf(RecipientKind kind) =>
        kind == RecipientKind.MailUser ? "mail-user" : kind.ToString().ToLowerInvariant();
}
