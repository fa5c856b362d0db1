namespace Causeway.Configuration;

/// <summary>Every key of the topology file, by section, and how one writes it.</summary>
internal static class Keys
{
    public static readonly IReadOnlyList<string> File =
    [
        "organization", "domains", "sites", "mail-flow", "connectors", "recipients", "outage", "directory",
        "forwarding", "remote-domains", "sending", "partners", "authentication", "trace", "alerts",
    ];

    public static readonly IReadOnlyList<string> Domain =
    [
        "type", "unknown-to", "sub-domains", "at", "recipients-from", "verify",
    ];

    public static readonly IReadOnlyList<string> RecipientSource =
    [
        "ldap", "base", "filter", "attributes", "bind", "password-file", "every", "limit",
    ];

    /// <summary>Those keys of a site that only a Causeway has.</summary>
    public static readonly IReadOnlyList<string> Running =
    [
        "queue", "limits", "balancers", "certificate-file", "key-file", "watch",
    ];

    public static readonly IReadOnlyList<string> Site =
    [
        "kind", "host", "mx", "addresses", "pools", "routing-domain", "listen", "submission", "submissions",
        "replication", "certificate", "public", "platform", "waits", .. Running,
    ];

    public static readonly IReadOnlyList<string> Pools = ["normal", "high-risk", "relay"];

    public static readonly IReadOnlyList<string> Queue = ["retry", "delay-notice", "bounces-wait", "per-destination"];

    public static readonly IReadOnlyList<string> Limits =
    [
        "message-size", "recipients-per-message", "connections", "connections-per-address",
    ];

    public static readonly IReadOnlyList<string> Flow = ["inbound", "outbound", "internal"];

    public static readonly IReadOnlyList<string> Connector =
    [
        "from", "to", "identify-by", "certificate", "trust", "lock", "deliver-by", "tls", "skip", "skip-for",
    ];

    public static readonly IReadOnlyList<string> Authentication = ["dmarc", "own-domain", "trusted-sealers"];

    public static readonly IReadOnlyList<string> Directory = ["primary", "stale-after"];

    public static readonly IReadOnlyList<string> Forwarding = ["outside"];

    public static readonly IReadOnlyList<string> RemoteDomain = ["automatic-replies", "forwarding", "notices"];

    public static readonly IReadOnlyList<string> SendingPerSite =
    [
        "recipients-per-day", "recipients-per-hour", "messages-per-minute",
    ];

    public static readonly IReadOnlyList<string> Sending = [.. SendingPerSite, "per-site"];

    public static readonly IReadOnlyList<string> Partner = ["certificate"];

    public static readonly IReadOnlyList<string> Trace = ["keep"];

    public static readonly IReadOnlyList<string> Alerts =
    [
        "command", "mail", "webhook", "queue-length", "queue-age", "neighbour-down", "disk-free", "clock", "quiet",
        "settle", "repeat", "mails-per-hour",
    ];

    public static readonly IReadOnlyList<string> Watch = ["listen", "public", "otlp"];

    private static readonly Dictionary<string, string> Examples = new(StringComparer.Ordinal)
    {
        ["organization"] = "organization: contoso",
        ["domains"] = "domains: { contoso.example: { type: authoritative } }",
        ["sites"] = "sites: { cloud: { kind: cloud, host: cloud.contoso.example } }",
        ["mail-flow"] = "mail-flow: { inbound: internet -> cloud, outbound: cloud -> internet }",
        ["connectors"] = "connectors: [{ from: cloud, to: office, tls: mutual }]",
        ["recipients"] = "recipients: recipients.csv",
        ["outage"] = "outage: 1d",
        ["directory"] = "directory: cloud",
        ["primary"] = "primary: cloud",
        ["stale-after"] = "stale-after: 1h",
        ["forwarding"] = "forwarding: { outside: no }",
        ["remote-domains"] = "remote-domains: { fabrikam.example: { automatic-replies: none } }",
        ["automatic-replies"] = "automatic-replies: outside",
        ["notices"] = "notices: yes",
        ["partners"] = "partners: { fabrikam.example: { certificate: mx.fabrikam.example } }",
        ["type"] = "type: authoritative",
        ["unknown-to"] = "unknown-to: office",
        ["sub-domains"] = "sub-domains: no",
        ["at"] = "at: { office: internal-relay }",
        ["verify"] = "verify: yes",
        ["recipients-from"] = "recipients-from: call-ahead",
        ["ldap"] = "ldap: ldaps://directory.contoso.example",
        ["base"] = "base: 'ou=people,dc=contoso,dc=example'",
        ["filter"] = "filter: (mail=*)",
        ["attributes"] = "attributes: [mail, proxyAddresses]",
        ["bind"] = "bind: 'cn=causeway,dc=contoso,dc=example'",
        ["password-file"] = "password-file: ldap.password",
        ["every"] = "every: 15m",
        ["limit"] = "limit: 1d",
        ["kind"] = "kind: cloud",
        ["host"] = "host: mail.contoso.example",
        ["mx"] = "mx: [mx.filter.example]",
        ["addresses"] = "addresses: [192.0.2.10]",
        ["pools"] = "pools: { normal: [192.0.2.20], high-risk: [192.0.2.21] }",
        ["normal"] = "normal: [192.0.2.20]",
        ["high-risk"] = "high-risk: [192.0.2.21]",
        ["relay"] = "relay: [192.0.2.22]",
        ["routing-domain"] = "routing-domain: contoso.mail.cloud.example",
        ["listen"] = "listen: [0.0.0.0:25]",
        ["submission"] = "submission: [0.0.0.0:587]",
        ["submissions"] = "submissions: [0.0.0.0:465]",
        ["replication"] = "replication: [0.0.0.0:2443]",
        ["certificate"] = "certificate: mail.contoso.example",
        ["public"] = "public: no",
        ["platform"] = "platform: causeway",
        ["waits"] = "waits: 5d",
        ["queue"] = "queue: { retry: [1m, 5m, 1h] }",
        ["limits"] = "limits: { message-size: 50MiB }",
        ["message-size"] = "message-size: 50MiB",
        ["recipients-per-message"] = "recipients-per-message: 1000",
        ["connections"] = "connections: 5000",
        ["connections-per-address"] = "connections-per-address: 100",
        ["balancers"] = "balancers: [192.0.2.40]",
        ["certificate-file"] = "certificate-file: /etc/causeway/tls/fullchain.pem",
        ["key-file"] = "key-file: /etc/causeway/tls/privkey.pem",
        ["retry"] = "retry: [1m, 5m, 1h]",
        ["delay-notice"] = "delay-notice: 4h",
        ["bounces-wait"] = "bounces-wait: 2d",
        ["per-destination"] = "per-destination: 20",
        ["inbound"] = "inbound: internet -> filter -> cloud -> office",
        ["outbound"] = "outbound: office -> cloud -> internet",
        ["internal"] = "internal: office <-> cloud",
        ["from"] = "from: filter",
        ["to"] = "to: cloud",
        ["identify-by"] = "identify-by: certificate",
        ["trust"] = "trust: partner",
        ["lock"] = "lock: yes",
        ["deliver-by"] = "deliver-by: host",
        ["tls"] = "tls: mutual",
        ["skip"] = "skip: last",
        ["skip-for"] = "skip-for: [ada@contoso.example]",
        ["authentication"] = "authentication: { dmarc: honour }",
        ["dmarc"] = "dmarc: honour",
        ["own-domain"] = "own-domain: refuse",
        ["trusted-sealers"] = "trusted-sealers: [lists.fabrikam.example]",
        ["outside"] = "outside: no",
        ["sending"] = "sending: { recipients-per-day: 10000 }",
        ["recipients-per-day"] = "recipients-per-day: 10000",
        ["recipients-per-hour"] = "recipients-per-hour: 2000",
        ["messages-per-minute"] = "messages-per-minute: 30",
        ["per-site"] = "per-site: { recipients-per-day: 100000 }",
        ["trace"] = "trace: { keep: 30d }",
        ["keep"] = "keep: 30d",
        ["alerts"] = "alerts: { mail: [admin@contoso.example] }",
        ["command"] = "command: [/usr/local/bin/notify, mail]",
        ["mail"] = "mail: [admin@contoso.example]",
        ["webhook"] = "webhook: https://alerts.contoso.example/mail",
        ["queue-length"] = "queue-length: 1000",
        ["queue-age"] = "queue-age: 1h",
        ["neighbour-down"] = "neighbour-down: 15m",
        ["disk-free"] = "disk-free: 1GiB",
        ["clock"] = "clock: 1m",
        ["quiet"] = "quiet: 1h",
        ["settle"] = "settle: 1m",
        ["repeat"] = "repeat: 1d",
        ["mails-per-hour"] = "mails-per-hour: 10",
        ["watch"] = "watch: { listen: 127.0.0.1:9925 }",
        ["otlp"] = "otlp: http://127.0.0.1:4317",
    };

    public static string Example(string key) => Examples[key];

    /// <summary>As one writes it in a section, where the same word may mean something else.</summary>
    public static string Example(string key, IReadOnlyList<string> section) =>
        section == RemoteDomain && key == "forwarding" ? "forwarding: no" : Examples[key];
}
