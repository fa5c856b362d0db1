using System.Collections.Immutable;
using Causeway.Core.Replies;
using Causeway.Mail;

namespace Causeway.Transport.Notices;

/// <summary>The sites in which a message went round, as far as its marks tell (rule 5 of routing).</summary>
internal static class Circle
{
    /// <summary>
    /// The sites that served the message, the first first, and <paramref name="last"/>, which cut the circle; empty for
    /// a status that speaks of no loop.
    /// </summary>
    public static ImmutableArray<string> Of(HeaderBlock header, EnhancedStatus status, string? last)
    {
        if (status is not { Subject: 4, Detail: 6 or 14 } || TraceHeader.Read(header) is not { } trace)
        {
            return [];
        }

        // Each site puts its field on top; a mark begins with the name of its site.
        var sites = new List<string>();
        foreach (var site in trace.Served.Reverse().Select(mark => mark.Split('.')[0]).Append(last).OfType<string>())
        {
            if (sites.Count == 0 || sites[^1] != site)
            {
                sites.Add(site);
            }
        }

        return [.. sites];
    }
}
