namespace Causeway.AuthenticationBench;

/// <summary>Messages a second, judged, and judged and sealed; and how many passed.</summary>
internal sealed record Measured(double Judged, double Sealed, Passes Passes);
