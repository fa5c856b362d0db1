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

    /// <summary>What a person is told of a recipient: its columns, and what no column says.</summary>
    public static IReadOnlyList<(string Name, string Value)> Told(Recipient row) =>
    [
        .. Of(row),
        ("automatic reply", row.AutomaticReply is { } reply
            ? string.Join(", ", new[]
            {
                Text("inside", reply.Inside), Text("outside", reply.Outside), Text("subject", reply.Subject),
                Time("from", reply.From), Time("until", reply.Until),
            }.OfType<string>())
            : ""),
    ];

    public static string KindOf(RecipientKind kind) =>
        kind == RecipientKind.MailUser ? "mail-user" : kind.ToString().ToLowerInvariant();

    private static string? Text(string name, string? text) => text is null ? null : $"{name} '{Shortened(text)}'";

    private static string Shortened(string text) => text.Length > 60 ? $"{text[..60]}..." : text;

    private static string? Time(string name, DateTimeOffset? time) =>
        time is { } at ? $"{name} {at.ToUniversalTime():yyyy-MM-dd'T'HH:mm:ss'Z'}" : null;
}
