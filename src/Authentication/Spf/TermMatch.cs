namespace Causeway.Authentication.Spf;

/// <summary>Whether a term matches; or the error that ends the check, temperror or permerror.</summary>
internal readonly record struct TermMatch(bool IsMatch, SpfResult? Error, string? Reason)
{
    public static TermMatch No => default;

    public static TermMatch Of(bool isMatch) => new(isMatch, null, null);

    public static TermMatch Permanent(string reason) => new(false, SpfResult.PermError, reason);

    public static TermMatch Temporary(string reason) => new(false, SpfResult.TempError, reason);
}
