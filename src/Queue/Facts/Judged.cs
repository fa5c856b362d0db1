namespace Causeway.Queue.Facts;

/// <summary>
/// What SPF, DKIM, DMARC and ARC said of a message when it came in from the outside, in the words of RFC 8601. It
/// travels with the message between our own sites.
/// </summary>
/// <param name="Source">The address that handed it in, behind filters of others.</param>
/// <param name="Helo">What that host called itself.</param>
/// <param name="By">The site that judged it.</param>
/// <param name="Results">All results as <c>Authentication-Results</c> gives them, unfolded, without the id.</param>
public sealed record Judged(string Source, string Helo, string By, string Results)
{
    /// <summary>True where SPF passed for the reverse-path, or a signature of any domain is good.</summary>
    public bool HasPassed { get; init; }
}
