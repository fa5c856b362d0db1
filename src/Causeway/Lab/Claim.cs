using System.Net;

namespace Causeway.Lab;

/// <summary>A message of a stranger: who it says sent it, who does, and what the filter must answer.</summary>
/// <param name="From">The reverse-path.</param>
/// <param name="Author">The address in From.</param>
/// <param name="Source">The address that it comes from.</param>
/// <param name="Reply">How the reply begins.</param>
internal sealed record Claim(string From, string Author, IPAddress Source, string Reply)
{
    /// <summary>True where the list passes it on.</summary>
    public bool IsSealed { get; init; }
}
