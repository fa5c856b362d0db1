namespace Causeway.Core.Routing;

/// <summary>How a message came into the organization, as far as a later site knows.</summary>
public enum Entry
{
    /// <summary>It is the organization's own, or nobody judged it.</summary>
    NotJudged,

    /// <summary>From the outside, and SPF or DKIM passed.</summary>
    Passed,

    /// <summary>From the outside, and neither did.</summary>
    NotPassed,
}
