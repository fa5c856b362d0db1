using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Net;
using System.Text;
using Causeway.Smtp.Server;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;

namespace Causeway.Fuzz;

/// <summary>One reply: its code and the text of its lines.</summary>
internal readonly record struct Reply(int Code, string Text);

/// <summary>What a session over pipes in memory said and stored, up to the client's leaving.</summary>
internal sealed record MemorySession(string Text, List<Reply> Replies, List<byte[]> Stored, string? Fault)
{
    // The readers run inline, so the session has answered by the time that a write returns.
    private static readonly PipeOptions Inline = new(
        readerScheduler: PipeScheduler.Inline, writerScheduler: PipeScheduler.Inline, pauseWriterThreshold: 0,
        useSynchronizationContext: false);

    public static MemorySession Play(SmtpServerOptions options, IReadOnlyList<byte[]> pieces)
    {
        var toServer = new Pipe(Inline);
        var toClient = new Pipe(Inline);
        var policy = new RecordingPolicy();
        var log = new FaultLog();
        var handler = new SmtpConnectionHandler(() => options, ListenerKind.Mta, policy, new ConnectionCounts(),
            log, TimeProvider.System, CancellationToken.None);
        var connection = new DefaultConnectionContext("1")
        {
            Transport = new Ends(toServer.Reader, toClient.Writer),
            RemoteEndPoint = new IPEndPoint(IPAddress.Parse("192.0.2.1"), 4025),
            LocalEndPoint = new IPEndPoint(IPAddress.Parse("192.0.2.25"), 25),
        };
        var done = handler.OnConnectedAsync(connection);
        foreach (var piece in pieces)
        {
            if (done.IsCompleted)
            {
                break;
            }

            toServer.Writer.Write(piece);
            toServer.Writer.FlushAsync(CancellationToken.None).AsTask().GetAwaiter().GetResult();
        }

        toServer.Writer.Complete();
        var text = Drain(toClient.Reader);
        var fault = !done.IsCompletedSuccessfully ? "the session did not end when its client left" : log.Fault;
        var replies = new List<Reply>();
        fault ??= Parse(text, replies) ?? policy.Fault;
        return new MemorySession(text, replies, policy.Stored, fault);
    }

    private static string Drain(PipeReader reader)
    {
        var text = "";
        while (reader.TryRead(out var result) && !result.Buffer.IsEmpty)
        {
            text += Encoding.Latin1.GetString(result.Buffer);
            reader.AdvanceTo(result.Buffer.End);
        }

        return text;
    }

    // RFC 5321 section 4.2: lines of at most 512 octets in printable ASCII, all but the last with a hyphen.
    private static string? Parse(string text, List<Reply> replies)
    {
        var lines = text.Split("\r\n");
        for (var i = 0; i < lines.Length - 1; i++)
        {
            var line = lines[i];
            if (line.Length is < 4 or > 510 || line.Any(c => c is < ' ' or > '~') || line[3] is not (' ' or '-')
                || !int.TryParse(line[..3], NumberStyles.None, CultureInfo.InvariantCulture, out var code))
            {
                return $"a reply line is '{line}'";
            }

            if (line[3] == ' ')
            {
                replies.Add(new Reply(code, line[4..]));
            }
        }

        return lines[^1].Length > 0 ? "the last reply has no end" : null;
    }

    private sealed record Ends(PipeReader Input, PipeWriter Output) : IDuplexPipe;

    private sealed class FaultLog : ILogger
    {
        public string? Fault { get; private set; }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception,
            Func<TState, Exception?, string> formatter)
        {
            // The policy throws on purpose; what else is an error is a finding.
            if (logLevel >= LogLevel.Error && exception is not RecordingPolicy.OnPurposeException)
            {
                Fault ??= $"{formatter(state, exception)}: {exception}";
            }
        }
    }
}
