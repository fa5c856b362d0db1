using System.Diagnostics;
using Causeway.Queue.Spooling;
using Causeway.Smtp.Server;
using Causeway.Watching;
using Causeway.Watching.Telemetry;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Causeway.Running;

/// <summary>
/// What OpenTelemetry makes of a site's numbers and spans: a text for Prometheus always, spans to a collector where the
/// file names one.
/// </summary>
internal sealed class Telemetry : IAsyncDisposable
{
    private readonly SiteMeters meters = new(SiteObserver.Version);
    private readonly TracerProvider? tracer;

    public Telemetry(string site, Uri? collector, TimeProvider clock)
    {
        Spans = new MailSpans(SiteObserver.Version, clock);
        var resource = ResourceBuilder.CreateEmpty()
            .AddService("causeway", serviceVersion: SiteObserver.Version, serviceInstanceId: site);
        Meters = Sdk.CreateMeterProviderBuilder()
            .SetResourceBuilder(resource)
            .AddMeter(SiteMeters.Name)
            .AddView(instrument => meters.Owns(instrument) ? null : MetricStreamConfiguration.Drop)
            .AddPrometheusExporter(options => options.ScopeInfoEnabled = false)
            .Build();
        tracer = collector is null
            ? null
            : Sdk.CreateTracerProviderBuilder()
                .SetResourceBuilder(resource)
                .AddSource(MailSpans.Name)
                .AddProcessor(new OwnSpans(Spans, new OtlpTraceExporter(new OtlpExporterOptions
                {
                    Endpoint = collector, Protocol = OtlpExportProtocol.Grpc,
                })))
                .Build();

        // Behind the provider, which hears of no number that was counted before it.
        Traffic = new TrafficMetrics(meters);
    }

    public MeterProvider Meters { get; }

    public TrafficMetrics Traffic { get; }

    public MailSpans Spans { get; }

    /// <summary>Hears the log from now on.</summary>
    public void Listen(Spool spool)
    {
        spool.Subscribe(Traffic);
        if (tracer is not null)
        {
            spool.Subscribe(Spans);
        }
    }

    /// <summary>Shows the state of a site that runs by now.</summary>
    public void Show(SiteWatch watch, SmtpServer server) =>
        _ = new StateMetrics(meters, () => watch.Status, () => server.Connections);

    public ValueTask DisposeAsync()
    {
        tracer?.Dispose();
        Meters.Dispose();
        Spans.Dispose();
        meters.Dispose();
        return ValueTask.CompletedTask;
    }

    // Sources of one name are heard together, so that the sites of a lab would send each other's spans.
    private sealed class OwnSpans(MailSpans spans, BaseExporter<Activity> exporter)
        : BatchActivityExportProcessor(exporter)
    {
        public override void OnEnd(Activity data)
        {
            if (spans.Owns(data))
            {
                base.OnEnd(data);
            }
        }
    }
}
