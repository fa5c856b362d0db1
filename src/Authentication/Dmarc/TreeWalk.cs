using System.Collections.Immutable;

namespace Causeway.Authentication.Dmarc;

/// <summary>
/// What the DNS Tree Walk from a domain found (RFC 9989 section 4.10): the records from the longest name to the
/// shortest.
/// </summary>
/// <param name="Start">Where it began.</param>
/// <param name="Found">The records, each with the domain that it stands at.</param>
/// <param name="IsWhole">False where a question failed for now: nothing is known of the names above.</param>
internal sealed record TreeWalk(string Start, ImmutableArray<FoundRecord> Found, bool IsWhole)
{
    /// <summary>
    /// RFC 9989 section 4.10.2: the domain of psd=n; or the one below psd=y, which the start itself is not; or the
    /// highest with a record; or the start.
    /// </summary>
    public string OrganizationalDomain
    {
        get
        {
            foreach (var found in Found)
            {
                if (found.Record.Suffix == PublicSuffix.No)
                {
                    return found.Domain;
                }

                if (found.Record.Suffix == PublicSuffix.Yes && found.Domain != Start)
                {
                    return OneBelow(found.Domain);
                }
            }

            return Found.IsEmpty ? Start : Found[^1].Domain;
        }
    }

    /// <summary>
    /// RFC 9989 section 4.10.1: the record of the Author Domain, else of its Organizational Domain, else of the public
    /// suffix above it; null for none.
    /// </summary>
    public FoundRecord? Policy =>
        At(Start) ?? At(OrganizationalDomain) ?? Found.FirstOrDefault(found => found.Record.Suffix == PublicSuffix.Yes);

    /// <summary>
    /// The names to ask at, at most 8: the start, then without its first label, or the last 7 labels of a longer one
    /// (RFC 9989 section 4.10 steps 3 and 4), and so on to the top.
    /// </summary>
    public static IEnumerable<string> Names(string start)
    {
        const int shortened = 7;
        yield return start;
        var labels = start.Split('.');
        for (var left = Math.Min(labels.Length - 1, shortened); left > 0; left--)
        {
            yield return string.Join('.', labels[^left..]);
        }
    }

    private FoundRecord? At(string domain) => Found.FirstOrDefault(found => found.Domain == domain);

    private string OneBelow(string suffix)
    {
        var labels = Start.Split('.');
        return string.Join('.', labels[^(suffix.Split('.').Length + 1)..]);
    }
}
