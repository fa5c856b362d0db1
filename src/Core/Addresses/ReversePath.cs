namespace Causeway.Core.Addresses;

/// <summary>The reverse-path of MAIL FROM (RFC 5321 section 4.1.1.2): an address, or null as in a bounce.</summary>
public readonly record struct ReversePath(EmailAddress? Address)
{
    public static ReversePath Null => default;

    public bool IsNull => Address is null;

    /// <summary>The address, or an empty text for the null reverse-path.</summary>
    public override string ToString() => Address?.ToString() ?? "";

    public static ReversePath Parse(string text) =>
        TryParse(text, out var path) ? path : throw new FormatException($"'{text}' is not a reverse-path.");

    /// <summary>Reads an address or an empty text (null reverse-path).</summary>
    public static bool TryParse(string text, out ReversePath path)
    {
        if (text.Length == 0)
        {
            path = Null;
            return true;
        }

        var parsed = EmailAddress.TryParse(text, out var address);
        path = parsed ? new ReversePath(address) : default;
        return parsed;
    }
}
