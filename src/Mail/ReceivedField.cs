using Causeway.Core.Addresses;

namespace Causeway.Mail;

/// <summary>
/// The trace field that this site puts on top of a message (RFC 5321 section 4.4): who handed it over, by which
/// protocol, under which id and when.
/// </summary>
public sealed record ReceivedField
{
    /// <summary>What the peer called itself in EHLO or HELO; anything at all.</summary>
    public required string Helo { get; init; }

    /// <summary>The peer's address, without the port.</summary>
    public required string Address { get; init; }

    /// <summary>The name that PTR and A agree on, if any.</summary>
    public string? ReverseName { get; init; }

    /// <summary>This host.</summary>
    public required string By { get; init; }

    public bool IsExtended { get; init; } = true;

    public bool IsAuthenticated { get; init; }

    /// <summary>The transaction was one of SMTPUTF8 (RFC 6531 section 4.3).</summary>
    public bool IsUtf8 { get; init; }

    /// <summary>TLS version and cipher; null in clear.</summary>
    public string? Tls { get; init; }

    /// <summary>
    /// The outbound pool from which the message leaves; null where it does not, or there is one alone.
    /// </summary>
    public string? Pool { get; init; }

    /// <summary>The queue id.</summary>
    public required string Id { get; init; }

    /// <summary>
    /// The recipient; to be set only where there is a single one, so that nobody is named to another.
    /// </summary>
    public string? For { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>The number of Received fields in a header, by which loops are cut (RFC 5321 section 6.3).</summary>
    public static int Count(HeaderBlock header) => header.Count("Received"u8);

    /// <summary>The field with its line end, folded.</summary>
    public byte[] Write()
    {
        var field = new FoldedField("Received").Add("from").Add(FoldedField.Safe(Helo));
        var literal = Address.Contains(':', StringComparison.Ordinal) ? $"[IPv6:{Address}]" : $"[{Address}]";
        if (!DomainName.TryParse(ReverseName, out var reverse) || reverse.IsAddressLiteral)
        {
            // What else PTR says, such as [192.0.2.1]:x.a.example, could pass for the address.
            field.Add($"({FoldedField.Safe(literal)})");
        }
        else
        {
            field.Add($"({FoldedField.Safe(reverse.Value)}").Add($"{FoldedField.Safe(literal)})");
        }

        field.Add("by").Add(By).Add("with").Add(Protocol());
        if (Pool is not null)
        {
            field.Add("(pool").Add($"{FoldedField.Safe(Pool)})");
        }

        field.Add("id").Add(For is null && Tls is null ? $"{Id};" : Id);
        if (Tls is not null)
        {
            AddTls(field, Tls);
        }

        if (For is not null)
        {
            field.Add("for").Add($"<{SafeRecipient(For)}>;");
        }

        return field.Add(DateText.Of(At)).ToOctets();
    }

    // RFC 3848 and RFC 6531 section 4.3: the "with" words; without ESMTP there is neither STARTTLS nor AUTH.
    private string Protocol() =>
        !IsExtended ? "SMTP"
        : $"{(IsUtf8 ? "UTF8SMTP" : "ESMTP")}{(Tls is null ? "" : "S")}{(IsAuthenticated ? "A" : "")}";

    private void AddTls(FoldedField field, string tls)
    {
        var words = tls.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(FoldedField.Safe).ToList();
        for (var i = 0; i < words.Count; i++)
        {
            var open = i == 0 ? "(" : "";
            var close = i < words.Count - 1 ? "" : For is null ? ");" : ")";
            field.Add(open + words[i] + close);
        }
    }

    // A quoted local part may hold brackets and spaces; this is for people, and must not end the field.
    private static string SafeRecipient(string recipient) =>
        new([.. recipient.Select(c => c <= ' ' || "<>();\"\\\x7f".Contains(c, StringComparison.Ordinal) ? '?' : c)]);
}
