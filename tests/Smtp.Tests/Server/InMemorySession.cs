using System.Buffers;
using System.IO.Pipelines;
using System.Net;
using System.Text;
using Causeway.Smtp.Server;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Causeway.Smtp.Tests.Server;

/// <summary>
/// A session over pipes in memory. The pipes run their readers inline, so the server has answered by the time that a
/// write returns: no sleeps, no races, and each write is one arrival.
/// </summary>
internal sealed class InMemorySession : IDisposable
{
    private static readonly PipeOptions Inline = new(
        readerScheduler: PipeScheduler.Inline, writerScheduler: PipeScheduler.Inline, pauseWriterThreshold: 0,
        useSynchronizationContext: false);

    private readonly Pipe toServer = new(Inline);
    private readonly Pipe toClient = new(Inline);
    private readonly Lifetime lifetime = new();
    private string unread = "";

    public InMemorySession(
        FakePolicy policy, SmtpServerOptions? options = null, ListenerKind kind = ListenerKind.Mta,
        ConnectionCounts? counts = null)
    {
        options ??= new SmtpServerOptions { HostName = "mx.test" };
        var handler = new SmtpConnectionHandler(() => options, kind, policy, counts ?? new ConnectionCounts(),
            NullLogger.Instance, Time, CancellationToken.None);
        var connection = new DefaultConnectionContext("1")
        {
            Transport = new Ends(toServer.Reader, toClient.Writer),
            RemoteEndPoint = new IPEndPoint(IPAddress.Parse("192.0.2.1"), 4025),
            LocalEndPoint = new IPEndPoint(IPAddress.Parse("192.0.2.25"), 25),
        };
        connection.Features.Set<IConnectionLifetimeNotificationFeature>(lifetime);
        Done = handler.OnConnectedAsync(connection).ContinueWith(
            _ => toClient.Writer.Complete(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
    }

    public FakeTimeProvider Time { get; } = new();

    public Task Done { get; }

    public void Send(string octets) => Send(Encoding.Latin1.GetBytes(octets));

    public void Send(ReadOnlySpan<byte> octets)
    {
        toServer.Writer.Write(octets);
        Assert.True(toServer.Writer.FlushAsync(CancellationToken.None).AsTask().IsCompletedSuccessfully);
    }

    public void Dispose() => lifetime.Dispose();

    public void Leave() => toServer.Writer.Complete();

    public void ServerStops() => lifetime.RequestClose();

    /// <summary>All that the server has written and that was not read before.</summary>
    public string Received()
    {
        while (toClient.Reader.TryRead(out var result))
        {
            unread += Encoding.Latin1.GetString(result.Buffer);
            toClient.Reader.AdvanceTo(result.Buffer.End);
            if (result.IsCompleted)
            {
                break;
            }
        }

        var received = unread;
        unread = "";
        return received;
    }

    /// <summary>The next reply line, or <c>closed</c>, or <c>silence</c>.</summary>
    public string NextLine()
    {
        var all = Received();
        var end = all.IndexOf("\r\n", StringComparison.Ordinal);
        unread = end < 0 ? "" : all[(end + 2)..];
        return end >= 0 ? all[..end] : Done.IsCompleted ? "closed" : "silence";
    }

    private sealed record Ends(PipeReader Input, PipeWriter Output) : IDuplexPipe;

    private sealed class Lifetime : IConnectionLifetimeNotificationFeature, IDisposable
    {
        private readonly CancellationTokenSource closing = new();

        public CancellationToken ConnectionClosedRequested
        {
            get => closing.Token;
            set => throw new NotSupportedException();
        }

        public void RequestClose() => closing.Cancel();

        public void Dispose() => closing.Dispose();
    }
}
