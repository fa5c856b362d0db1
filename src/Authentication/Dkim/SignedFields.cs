using System.Runtime.InteropServices;
using System.Text;
using Causeway.Mail;

namespace Causeway.Authentication.Dkim;

/// <summary>
/// Finds the fields that a list such as h= names: each further time that it has a name, the next field above (RFC 6376
/// section 5.4.2), or none where none is left. A line that is no field counts as the end of the field above it (and of
/// the line above that seems to be one) and, by the name that it seems to have, as a field, since there are readers who
/// take it for either: nobody adds to a signed field in this way. All of it takes as long as the header and the list
/// are, so that a list that has a name ten thousand times costs what other lists of its length do.
/// </summary>
internal sealed class SignedFields
{
    private readonly HeaderBlock header;
    private readonly Dictionary<string, List<HeaderField>> byName = new(StringComparer.OrdinalIgnoreCase);

    public SignedFields(HeaderBlock header)
    {
        this.header = header;
        Place? above = null, line = null;
        foreach (var field in header.Fields)
        {
            if (!field.IsWellFormed)
            {
                above?.Extend(field.End);
                line?.Extend(field.End);
            }

            var place = Add(field);
            (above, line) = field.IsWellFormed ? (place, null) : (above, place ?? line);
        }
    }

    public int Count(string name) => byName.TryGetValue(name, out var fields) ? fields.Count : 0;

    /// <summary>The fields that exist, in the order of the list.</summary>
    /// <param name="names">The list.</param>
    /// <param name="itself">
    /// The field that holds the signature: it is never one of those that are signed (RFC 6376 section 3.5).
    /// </param>
    public IEnumerable<ReadOnlyMemory<byte>> Select(IEnumerable<string> names, HeaderField? itself)
    {
        var taken = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        foreach (var name in names)
        {
            if (!byName.TryGetValue(name, out var fields))
            {
                continue;
            }

            ref var count = ref CollectionsMarshal.GetValueRefOrAddDefault(taken, name, out _);
            if (count < fields.Count && fields[^(count + 1)].Start == itself?.Start)
            {
                count++;
            }

            if (count < fields.Count)
            {
                count++;
                yield return header.OctetsOf(fields[^count]);
            }
        }
    }

    private Place? Add(HeaderField field)
    {
        var name = Encoding.Latin1.GetString(header.ApparentNameOf(field));
        if (name.Length == 0)
        {
            return null;
        }

        var fields = CollectionsMarshal.GetValueRefOrAddDefault(byName, name, out _) ??= [];
        fields.Add(field);
        return new Place(fields, fields.Count - 1);
    }

    /// <summary>Where a field stands among those of its name.</summary>
    private sealed record Place(List<HeaderField> Fields, int Index)
    {
        public void Extend(int end) => Fields[Index] = Fields[Index] with { Length = end - Fields[Index].Start };
    }
}
