using System.Diagnostics.Metrics;

namespace Causeway.Watching.Telemetry;

/// <summary>
/// The one meter of a site. Several sites may run in one process, and each shows its own numbers: what tells them apart
/// is the scope.
/// </summary>
public sealed class SiteMeters : IDisposable
{
    public const string Name = "Causeway";

    private readonly Meter meter;

    public SiteMeters(string version) => meter = new Meter(new MeterOptions(Name) { Version = version, Scope = this });

    internal Meter Meter => meter;

    /// <summary>True for an instrument of this site.</summary>
    public bool Owns(Instrument instrument) => ReferenceEquals(instrument.Meter.Scope, this);

    public void Dispose() => meter.Dispose();
}
