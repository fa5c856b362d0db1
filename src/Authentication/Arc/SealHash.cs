using Causeway.Authentication.Dkim;
using Causeway.Mail;

namespace Causeway.Authentication.Arc;

/// <summary>What a seal covers (RFC 8617 section 5.1.1).</summary>
internal static class SealHash
{
    /// <summary>
    /// Adds whole sets, the oldest first, and of each the results, the message signature and the seal.
    /// </summary>
    public static void AddSets(this HeaderHash hash, HeaderBlock header, ReadOnlySpan<ArcSet> sets)
    {
        foreach (var set in sets)
        {
            hash.Add(header.OctetsOf(set.Results).Span);
            hash.Add(header.OctetsOf(set.Message.Field).Span);
            hash.Add(header.OctetsOf(set.Seal.Field).Span);
        }
    }
}
