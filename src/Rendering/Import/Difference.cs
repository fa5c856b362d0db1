namespace Causeway.Rendering.Import;

/// <summary>A setting that is not what the topology file asks for, and why it asks.</summary>
public sealed record Difference(string Setting, string Found, string Wanted, string Why);
