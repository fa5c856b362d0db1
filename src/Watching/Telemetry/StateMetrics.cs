using System.Diagnostics.Metrics;

namespace Causeway.Watching.Telemetry;

/// <summary>The numbers of the last look at a site. The names are documented in docs/metrics.md.</summary>
public sealed class StateMetrics
{
    private readonly Func<SiteStatus> status;
    private readonly Meter meter;

    /// <param name="connections">The connections that are open at this moment.</param>
    public StateMetrics(SiteMeters meters, Func<SiteStatus> status, Func<int> connections)
    {
        this.status = status;
        meter = meters.Meter;
        meter.CreateObservableGauge("causeway.smtp.connections", connections, "{connection}", "Open connections.");
        Gauge("causeway.ready", null, "1 where the site takes mail.", seen => [new(seen.IsReady ? 1 : 0)]);
        Gauge("causeway.start.time", "s", "When the site was started, in seconds since 1970.",
            seen => [new(seen.StartedAt.ToUnixTimeSeconds())]);
        Gauge("causeway.queue.copies", "{copy}", "Copies in the queue.", seen => seen.Queues.SelectMany(
            queue => new[] { Of(queue.Waiting, queue, "waiting"), Of(queue.Held, queue, "held") }));
        Gauge("causeway.queue.age", "s", "The age of the oldest copy, 0 for none.", seen => seen.Queues.SelectMany(
            queue => new[]
            {
                Of(Age(seen, queue.OldestWaiting), queue, "waiting"), Of(Age(seen, queue.OldestHeld), queue, "held"),
            }));
        Gauge("causeway.neighbour.failing", "s", "For how long a neighbour has taken nothing, 0 while it does.",
            seen => seen.Neighbours.Select(way => new Measurement<double>(
                Age(seen, way.FailingSince), new("organization", way.Organization), new("site", way.Site))));
        Gauge("causeway.certificate.left", "s", "How long a certificate lasts.",
            seen => seen.Certificates.Select(certificate => new Measurement<double>(
                (certificate.NotAfter - seen.At).TotalSeconds, new("organization", certificate.Organization),
                new("file", Path.GetFileName(certificate.Path)))));
        Gauge("causeway.disk.free", "By", "Free octets on the disk of the spool.", seen => [new(seen.Disk.Free)]);
        Gauge("causeway.disk.reserve", "By", "Octets that messages leave free.", seen => [new(seen.Disk.Reserve)]);
        Gauge("causeway.pressure", null, "Whose mail is refused: 0 nobody's, 1 strangers', 2 everybody's.",
            seen => [new(seen.Disk.Refused switch { DiskSeen.Nobody => 0, "strangers" => 1, _ => 2 })]);
        meter.CreateObservableGauge("causeway.alerts", Alerts, "{alert}", "Alerts that stand.");
    }

    private IEnumerable<Measurement<int>> Alerts()
    {
        var standing = status().Alerts.CountBy(alert => alert.Id).ToDictionary();
        return Watching.Alerts.AlertTable.All.Select(kind => new Measurement<int>(
            standing.GetValueOrDefault(kind.Id), new KeyValuePair<string, object?>("alert", kind.Id)));
    }

    private void Gauge(
        string name, string? unit, string description, Func<Observation, IEnumerable<Measurement<double>>> measure) =>
        meter.CreateObservableGauge(name, () => measure(status().Observation), unit, description);

    private static Measurement<double> Of(double value, QueueSeen queue, string state) =>
        new(value, new("organization", queue.Organization), new("state", state));

    private static double Age(Observation seen, DateTimeOffset? since) =>
        since is { } began ? (seen.At - began).TotalSeconds : 0;
}
