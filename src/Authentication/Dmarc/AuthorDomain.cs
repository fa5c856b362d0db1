using System.Collections.Immutable;
using System.Text;
using Causeway.Core.Addresses;
using Causeway.Mail;
using Causeway.Mail.Addresses;

namespace Causeway.Authentication.Dmarc;

/// <summary>
/// The domain of From (RFC 9989 section 5.3.1), where all readers agree upon one: one field, read strictly, whose
/// addresses are all of one domain. Anything else names no Author Domain, and no message passes by it.
/// </summary>
public sealed record AuthorDomain
{
    /// <summary>More than these are not looked up for one message.</summary>
    public const int MostDomains = 8;

    private AuthorDomain(string? value, string? fault, ImmutableArray<string> domains)
    {
        Value = value;
        Fault = fault;
        Domains = domains;
    }

    /// <summary>The domain in A-labels and lower case; null where From does not name exactly one.</summary>
    public string? Value { get; }

    /// <summary>Why there is none, as a sentence; null where there is one.</summary>
    public string? Fault { get; }

    /// <summary>
    /// Every domain that some reader could take for the author's, in A-labels: the one, or all that the fields name.
    /// </summary>
    public ImmutableArray<string> Domains { get; }

    /// <summary>True where From has exactly one address: whoever signs knows for whom.</summary>
    public bool IsOneAddress { get; private init; }

    /// <summary>True where the fields name more domains than are looked up. No honest message does.</summary>
    public bool NamesTooMany => Domains.Length > MostDomains;

    /// <summary>Reads the From of a message.</summary>
    public static AuthorDomain Of(HeaderBlock header)
    {
        var (fields, goOn) = Find(header);
        if (fields.Count == 0)
        {
            return new AuthorDomain(null, "The message has no From.", []);
        }

        if (WrongForm(header, fields, goOn, out var addresses) is { } fault)
        {
            return new AuthorDomain(null, fault, [
                .. fields.SelectMany(field => NamedDomains.In(header.OctetsOf(field).Span)).Distinct()]);
        }

        var domains = addresses.Select(address => address.Domain).Distinct().ToList();
        return domains is not [var only]
            ? new AuthorDomain(null, "From names more than one domain.", [.. domains.Select(domain => domain.Value)])
            : only.IsAddressLiteral ? new AuthorDomain(null, "From names an address instead of a domain.", [])
            : new AuthorDomain(only.Value, null, [only.Value]) { IsOneAddress = addresses.Length == 1 };
    }

    // Why the fields are no list of addresses that all readers read alike; null where they are.
    private static string? WrongForm(
        HeaderBlock header, List<HeaderField> fields, bool goOn, out ImmutableArray<EmailAddress> addresses)
    {
        addresses = [];
        return fields.Count > 1 ? "The message has more than one From."
            : goOn ? "Below From is a line that is no field."
            : !IsPlainFrom(header.OctetsOf(fields[0]).Span) ? "The name of From is not written as it should be."
            : HasLoneLineEnd(header.Octets.Span) ? "The header has a line that ends in CR or LF alone."
            : !AddressList.TryParse(header.BodyOf(fields[0]), out addresses, out var fault) ? $"From {fault}."
            : null;
    }

    // What some reader takes for a field called From, each with the lines below that are no field, which some take for
    // its end; and whether there are such lines.
    private static (List<HeaderField> Fields, bool GoOn) Find(HeaderBlock header)
    {
        var (fields, goOn, isFrom) = (new List<HeaderField>(), false, false);
        foreach (var field in header.Fields)
        {
            if (Ascii.EqualsIgnoreCase(header.ApparentNameOf(field), "From"u8))
            {
                fields.Add(field);
                isFrom = true;
            }
            else if (isFrom && !field.IsWellFormed)
            {
                fields[^1] = fields[^1] with { Length = field.End - fields[^1].Start };
                goOn = true;
            }
            else
            {
                isFrom = false;
            }
        }

        return (fields, goOn);
    }

    private static bool IsPlainFrom(ReadOnlySpan<byte> field) =>
        field.Length > "From:"u8.Length && Ascii.EqualsIgnoreCase(field[.."From:"u8.Length], "From:"u8);

    private static bool HasLoneLineEnd(ReadOnlySpan<byte> octets)
    {
        var pairs = octets.Count("\r\n"u8);
        return octets.Count((byte)'\r') != pairs || octets.Count((byte)'\n') != pairs;
    }
}
