using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Causeway.EndToEnd.Tests.Support;

/// <summary>Takes spans as a collector does: OTLP by gRPC, each message behind five octets.</summary>
internal sealed class SpanCollector : IAsyncDisposable
{
    public const string Path = "/opentelemetry.proto.collector.trace.v1.TraceService/Export";

    private readonly WebApplication application;
    private readonly List<byte[]> exports = [];

    private SpanCollector(WebApplication application) => this.application = application;

    /// <summary>What came so far, one text of octets an export.</summary>
    public IReadOnlyList<string> Exports
    {
        get
        {
            lock (exports)
            {
                return [.. exports.Select(Encoding.Latin1.GetString)];
            }
        }
    }

    public static async Task<SpanCollector> StartAsync(IPEndPoint endPoint)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddRoutingCore();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
            kestrel.Listen(endPoint, listen => listen.Protocols = HttpProtocols.Http2));
        var collector = new SpanCollector(builder.Build());
        collector.application.MapPost(Path, collector.TakeAsync);
        await collector.application.StartAsync(TestContext.Current.CancellationToken);
        return collector;
    }

    public async ValueTask DisposeAsync()
    {
        await application.StopAsync();
        await application.DisposeAsync();
    }

    private async Task TakeAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        lock (exports)
        {
            exports.Add(body.ToArray());
        }

        context.Response.ContentType = "application/grpc";
        await context.Response.Body.WriteAsync(new byte[5], context.RequestAborted);
        context.Response.AppendTrailer("grpc-status", "0");
    }
}
