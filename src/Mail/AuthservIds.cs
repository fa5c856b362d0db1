using System.Collections.Frozen;
using Causeway.Core.Addresses;

namespace Causeway.Mail;

/// <summary>
/// The names by which our sites sign <c>Authentication-Results</c> (RFC 8601 section 2.5), however they are written:
/// made once, since a stranger's field may claim hundreds.
/// </summary>
public sealed class AuthservIds(IEnumerable<string> names)
{
    private readonly FrozenSet<string> plain = names.Select(Plain).ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    public static AuthservIds None { get; } = new([]);

    /// <summary>True for one of them; case, U-labels and a final dot make no other of it.</summary>
    public bool Contains(string claimed) => claimed.Length > 0 && plain.Contains(Plain(claimed));

    // RFC 8616 section 3: an id may be written in U-labels. A final dot names the same host.
    private static string Plain(string id) =>
        ULabels.TryToAscii(id.TrimEnd('.'), out var ascii) ? ascii : id.TrimEnd('.');
}
