using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;

namespace Causeway.Rendering.Import;

/// <summary>The settings that <c>postconf -n</c> printed: those that differ from the defaults of Postfix.</summary>
internal sealed class MainCf
{
    private const int DeepestExpansion = 10;

    // The defaults of the parameters that are rendered, as of Postfix 3.7. A reference to an older parameter that is
    // empty itself is written as empty.
    private static readonly FrozenDictionary<string, string> Defaults = new Dictionary<string, string>
    {
        ["bounce_queue_lifetime"] = "5d",
        ["compatibility_level"] = "0",
        ["default_transport"] = "smtp",
        ["disable_vrfy_command"] = "no",
        ["enable_original_recipient"] = "yes",
        ["inet_interfaces"] = "all",
        ["mailbox_size_limit"] = "51200000",
        ["maximal_queue_lifetime"] = "5d",
        ["message_size_limit"] = "10240000",
        ["mydestination"] = "$myhostname, localhost.$mydomain, localhost",
        ["myorigin"] = "$myhostname",
        ["propagate_unmatched_extensions"] = "canonical, virtual",
        ["smtpd_delay_reject"] = "yes",
        ["smtpd_forbid_bare_newline"] = "no",
        ["smtpd_reject_unlisted_recipient"] = "yes",
        ["smtpd_relay_restrictions"] = "permit_mynetworks, permit_sasl_authenticated, defer_unauth_destination",
        ["smtpd_tls_ask_ccert"] = "no",
        ["smtpd_tls_protocols"] = ">=TLSv1",
        ["smtpd_tls_received_header"] = "no",
        ["smtp_tls_mandatory_protocols"] = ">=TLSv1",
        ["tls_append_default_CA"] = "no",
        ["virtual_alias_domains"] = "$virtual_alias_maps",
        ["virtual_mailbox_domains"] = "$virtual_mailbox_maps",
        ["virtual_mailbox_limit"] = "51200000",
        ["virtual_transport"] = "virtual",
    }.ToFrozenDictionary();

    private readonly Dictionary<string, string> values;

    private MainCf(Dictionary<string, string> values) => this.values = values;

    public static bool TryRead(
        string text, [NotNullWhen(true)] out MainCf? settings, [NotNullWhen(false)] out string? fault)
    {
        settings = null;
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (number, line) in LogicalLines.Of(text))
        {
            var equals = line.IndexOf('=', StringComparison.Ordinal);
            var name = equals < 0 ? "" : line[..equals].Trim();
            if (name.Length == 0 || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-'))
            {
                fault = $"line {number} is no setting; write name = value, as `postconf -n` does";
                return false;
            }

            // As in Postfix, the last one counts.
            values[name] = line[(equals + 1)..].Trim();
        }

        fault = values.Count == 0 ? "it holds no setting; write what `postconf -n` printed" : null;
        settings = fault is null ? new MainCf(values) : null;
        return fault is null;
    }

    /// <summary>True where the site sets the parameter itself.</summary>
    public bool IsSet(string name) => values.ContainsKey(name);

    /// <summary>The value of a parameter, that of others in it expanded; empty where nothing is known of it.</summary>
    public string this[string name] => Expand(Raw(name) ?? "", 0);

    private string? Raw(string name) => values.TryGetValue(name, out var set) ? set : Defaults.GetValueOrDefault(name);

    private string Expand(string text, int depth)
    {
        var result = new System.Text.StringBuilder();
        var at = 0;
        while (at < text.Length)
        {
            if (text[at] != '$' || depth >= DeepestExpansion || Reference(text, at) is not { } reference)
            {
                result.Append(text[at++]);
                continue;
            }

            var (name, length) = reference;
            result.Append(Raw(name) is { } value ? Expand(value, depth + 1) : text.Substring(at, length));
            at += length;
        }

        return result.ToString();
    }

    // $name, ${name} and $(name); conditional forms stay as they are.
    private static (string Name, int Length)? Reference(string text, int at)
    {
        var start = at + 1;
        var close = start < text.Length && text[start] is '{' or '(' ? text[start] == '{' ? '}' : ')' : '\0';
        start += close == '\0' ? 0 : 1;
        var end = start;
        while (end < text.Length && (char.IsAsciiLetterOrDigit(text[end]) || text[end] == '_'))
        {
            end++;
        }

        if (end == start || (close != '\0' && (end >= text.Length || text[end] != close)))
        {
            return null;
        }

        return (text[start..end], end - at + (close == '\0' ? 0 : 1));
    }
}
