namespace Causeway.Authentication.Dkim;

/// <summary>What the keys of a selector say of a signature.</summary>
/// <param name="Result">Pass, Fail, Policy, TempError or PermError.</param>
/// <param name="Reason">Why, for people; null for a pass.</param>
internal sealed record KeyVerdict(DkimResult Result, string? Reason)
{
    /// <summary>t=y.</summary>
    public bool IsTest { get; init; }
}
