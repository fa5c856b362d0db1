using Causeway.Core.Topology;

namespace Causeway.Core.Publishing;

/// <summary>A term of a planned SPF record, with its reason.</summary>
/// <param name="Text">As it stands in the record, such as <c>ip4:192.0.2.20</c>.</param>
/// <param name="Site">Whose connections it lets pass; null for <c>-all</c>.</param>
/// <param name="Sends">True where mail of the domain really leaves from there for the Internet.</param>
/// <param name="Others">Who else passes by it; null for nobody.</param>
public sealed record PlannedTerm(string Text, SiteName? Site, bool Sends, string Why, string? Others)
{
    /// <summary>True where mail is refused, or goes astray, without it.</summary>
    public bool IsNeeded { get; init; } = true;
}
