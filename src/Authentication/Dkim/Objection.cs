namespace Causeway.Authentication.Dkim;

/// <summary>Why a signature is not judged any further.</summary>
internal sealed record Objection(DkimResult Result, string Reason);
