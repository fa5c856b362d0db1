namespace Causeway.Core.Addresses;

/// <summary>
/// The parts of an address that the Sender Rewriting Scheme made, as they stand in it; whether they are genuine only
/// the site that made it can tell.
/// </summary>
/// <param name="Day">Two base-32 digits; empty for <see cref="SrsKind.Further"/>, which has no day.</param>
/// <param name="Sender">Where it leads; null for <see cref="SrsKind.Remembered"/>.</param>
public sealed record SrsAddress(SrsKind Kind, string Hash, string Day, EmailAddress? Sender)
{
    /// <summary>What begins the local part of a remembered address; bounces of Exchange Online begin alike.</summary>
    public const string RememberedTag = "bounces+SRS=";

    private const string Tag = "SRS";

    // The tag, and one of three separators behind it; further ones are always "=".
    private const string Separators = "=+-";

    /// <summary>Reads the parts; false for every other address.</summary>
    public static bool TryParse(EmailAddress address, out SrsAddress parts)
    {
        var local = address.LocalPart;
        parts = new SrsAddress(SrsKind.Remembered, "", "", null);
        if (local.StartsWith(RememberedTag, StringComparison.OrdinalIgnoreCase))
        {
            return TryParseRemembered(local[RememberedTag.Length..], ref parts);
        }

        return local.Length > 5 && local.StartsWith(Tag, StringComparison.OrdinalIgnoreCase)
            && Separators.Contains(local[4], StringComparison.Ordinal)
            && local[3] switch
            {
                '0' => TryParseFirst(local[5..], ref parts),
                '1' => TryParseFurther(local[5..], ref parts),
                _ => false,
            };
    }

    private static bool TryParseRemembered(string rest, ref SrsAddress parts)
    {
        var fields = rest.Split('=');
        parts = parts with { Hash = fields[0], Day = fields[^1] };
        return fields.Length == 2 && parts.Hash.Length > 0 && parts.Day.Length > 0;
    }

    private static bool TryParseFirst(string rest, ref SrsAddress parts)
    {
        var fields = rest.Split('=', 4);
        if (fields.Length != 4 || !TryCreate(fields[3], fields[2], out var sender))
        {
            return false;
        }

        parts = new SrsAddress(SrsKind.First, fields[0], fields[1], sender);
        return parts.Hash.Length > 0 && parts.Day.Length > 0;
    }

    // What follows the first forwarder's name begins with the separator that it used.
    private static bool TryParseFurther(string rest, ref SrsAddress parts)
    {
        var fields = rest.Split('=', 3);
        if (fields.Length != 3 || fields[2].Length == 0
            || !Separators.Contains(fields[2][0], StringComparison.Ordinal)
            || !TryCreate($"{Tag}0{fields[2]}", fields[1], out var sender))
        {
            return false;
        }

        parts = new SrsAddress(SrsKind.Further, fields[0], "", sender);
        return parts.Hash.Length > 0;
    }

    private static bool TryCreate(string local, string domain, out EmailAddress address)
    {
        address = default;
        return DomainName.TryParse(domain, out var name) && EmailAddress.TryCreate(Quoted(local), name, out address);
    }

    /// <summary>A local part as a quoted string, which holds any of them.</summary>
    public static string Quoted(string local) =>
        $"\"{local.Replace("\\", @"\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
