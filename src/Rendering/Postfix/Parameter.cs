namespace Causeway.Rendering.Postfix;

/// <summary>A line of main.cf, with the reason for it.</summary>
public sealed record Parameter(string Name, string Value, string Reason, Comparison Comparison = Comparison.Exact);
