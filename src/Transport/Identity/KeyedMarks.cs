using System.Globalization;
using Causeway.Core.Addresses;
using Causeway.Core.Routing;

namespace Causeway.Transport.Identity;

/// <summary>
/// The marks of a message as the trace header carries them: <c>SITE.VERSION.DIGEST</c>, the digest keyed over site,
/// recipient and version. A site can ask for a recipient that it knows; nobody can read one.
/// </summary>
public sealed class KeyedMarks(
    TraceKey key, IReadOnlyCollection<string> marks, IReadOnlySet<EmailAddress>? deliveredTo = null) : IServedMarks
{
    private readonly HashSet<string> marks = [.. marks];

    public static string Write(TraceKey key, ServedMark mark) =>
        Write(key, mark.Site.Value, mark.Version, mark.Recipient);

    public bool Contains(ServedMark mark) => marks.Count > 0 && marks.Contains(Write(key, mark));

    public long? HighestVersion(EmailAddress recipient)
    {
        long? highest = null;
        foreach (var mark in marks)
        {
            var parts = mark.Split('.');
            if (parts.Length == 3
                && long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var version)
                && (highest is null || version > highest)
                && mark == Write(key, parts[0], version, recipient))
            {
                highest = version;
            }
        }

        return highest;
    }

    public bool WasDeliveredTo(EmailAddress mailbox) => deliveredTo?.Contains(mailbox) == true;

    private static string Write(TraceKey key, string site, long version, EmailAddress recipient)
    {
        var name = recipient.ToString().ToLowerInvariant();
        var digest = key.Digest(string.Create(CultureInfo.InvariantCulture, $"{site}\n{name}\n{version}"));
        return string.Create(CultureInfo.InvariantCulture, $"{site}.{version}.{digest}");
    }
}
