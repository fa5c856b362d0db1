namespace Causeway.Authentication.Arc;

/// <summary>One set of an ARC chain: who sealed what (RFC 8617 section 4.2).</summary>
/// <param name="Instance">i=, from 1.</param>
/// <param name="Domain">d= of the seal, in lower case.</param>
/// <param name="Selector">s= of the seal.</param>
/// <param name="ValidationStatus">cv= of the seal, in lower case.</param>
/// <param name="Results">The ARC-Authentication-Results behind i=, unfolded.</param>
public sealed record ArcHop(int Instance, string Domain, string Selector, string ValidationStatus, string Results);
