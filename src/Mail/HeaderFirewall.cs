using System.Buffers;
using System.Text;

namespace Causeway.Mail;

/// <summary>
/// Removes the fields by which a stranger could speak in our name, and lines in which some reader may see one; nothing
/// else. All other octets stay as they are and in their order.
/// </summary>
public static class HeaderFirewall
{
    /// <summary>
    /// The header block without fields of the kinds, its empty line included. The same memory where nothing had to go.
    /// </summary>
    public static ReadOnlyMemory<byte> Strip(
        HeaderBlock header, HeaderKinds kinds, AuthservIds authservIds)
    {
        var rest = header.Without(field => MustGo(header, field, kinds, authservIds));
        return kinds.HasFlag(HeaderKinds.Ours) && !rest.IsEmpty && BeginsWithSpace(rest.Span)
            ? WithoutStart(rest)
            : rest;
    }

    // Of results under a name that is none, those with lines below go unread: each of thousands would be read with all
    // that are below it.
    private static bool MustGo(
        HeaderBlock header, HeaderField field, HeaderKinds kinds, AuthservIds authservIds)
    {
        var name = header.ApparentNameOf(field);
        return (kinds.HasFlag(HeaderKinds.Ours) && StartsWith(name, "X-Causeway-"u8))
            || (kinds.HasFlag(HeaderKinds.Verdict) && Ascii.EqualsIgnoreCase(name, "X-Causeway-Authentication"u8))
            || (kinds.HasFlag(HeaderKinds.Exchange)
                && (StartsWith(name, "X-MS-Exchange-Organization-"u8)
                    || StartsWith(name, "X-MS-Exchange-Forest-"u8)
                    || StartsWith(name, "X-MS-Exchange-CrossPremises-"u8)))
            || (kinds.HasFlag(HeaderKinds.Source)
                && (Ascii.EqualsIgnoreCase(name, SourceHeader.SkipListed)
                    || Ascii.EqualsIgnoreCase(name, SourceHeader.ExternalOriginal)))
            || (kinds.HasFlag(HeaderKinds.AuthenticationResults)
                && Ascii.EqualsIgnoreCase(name, "Authentication-Results"u8)
                && ((!field.IsWellFormed && header.HasLinesBelow(field))
                    || ClaimedIds.HasOneOf(header.BodyWithLinesBelow(field), authservIds)));
    }

    // A message that begins with white space, or what some reader takes for that, would go on with the field that we
    // put on top of it.
    private static ReadOnlyMemory<byte> WithoutStart(ReadOnlyMemory<byte> octets)
    {
        var header = HeaderBlock.Scan(octets);
        var end = header.Fields.TakeWhile(field => BeginsWithSpace(header.OctetsOf(field).Span))
            .LastOrDefault().End;
        return end == 0 ? octets : header.Without(field => field.Start < end);
    }

    private static bool BeginsWithSpace(ReadOnlySpan<byte> line) =>
        Rune.DecodeFromUtf8(line, out var first, out _) == OperationStatus.Done
            ? Rune.IsWhiteSpace(first) || Rune.IsControl(first)
            : line[0] <= 0xA0;

    private static bool StartsWith(ReadOnlySpan<byte> name, ReadOnlySpan<byte> prefix) =>
        name.Length >= prefix.Length && Ascii.EqualsIgnoreCase(name[..prefix.Length], prefix);
}
