using System.IO.Pipelines;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;

namespace Causeway.Smtp.Client;

/// <summary>
/// Commands out, replies in, over one socket, in clear or TLS. Every wait is limited; whatever goes wrong is a
/// <see cref="SmtpConnectionBrokenException"/>.
/// </summary>
internal sealed class SmtpChannel : IAsyncDisposable
{
    private static readonly StreamPipeWriterOptions WriterOptions = new(minimumBufferSize: 32 * 1024, leaveOpen: true);
    private static readonly StreamPipeReaderOptions ReaderOptions = new(leaveOpen: true);

    private readonly Socket socket;
    private readonly TimeProvider clock;
    private Stream stream;
    private PipeReader input;
    private PipeWriter output;

    private SmtpChannel(Socket socket, TimeProvider clock)
    {
        this.socket = socket;
        this.clock = clock;
        stream = new NetworkStream(socket, ownsSocket: true);
        input = PipeReader.Create(stream, ReaderOptions);
        output = PipeWriter.Create(stream, WriterOptions);
        Local = (IPEndPoint)socket.LocalEndPoint!;
        Remote = (IPEndPoint)socket.RemoteEndPoint!;
    }

    public IPEndPoint Local { get; }

    public IPEndPoint Remote { get; }

    /// <summary><c>TLS1.3 TLS_AES_256_GCM_SHA384</c>, or null in clear.</summary>
    public string? TlsDescription { get; private set; }

    /// <summary>Where the octets of a message go; flushed by <see cref="FlushAsync"/>.</summary>
    public PipeWriter Output => output;

    /// <summary>False where the idle peer has closed, or said something unasked (mostly 421).</summary>
    public bool IsSilent => !HasBufferedInput() && !socket.Poll(TimeSpan.Zero, SelectMode.SelectRead);

    public static async ValueTask<SmtpChannel> ConnectAsync(
        IPEndPoint endpoint, IPAddress? source, TimeSpan limit, TimeProvider clock, CancellationToken cancellationToken)
    {
        var socket = new Socket(endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            return await WithinAsync(clock, limit, $"connection to {endpoint}", async token =>
            {
                if (source is not null)
                {
                    socket.Bind(new IPEndPoint(source, 0));
                }

                await socket.ConnectAsync(endpoint, token).ConfigureAwait(false);
                return new SmtpChannel(socket, clock);
            }, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>True where octets were read that belong to no reply that was asked for.</summary>
    public bool HasBufferedInput()
    {
        if (!input.TryRead(out var result))
        {
            return false;
        }

        input.AdvanceTo(result.Buffer.Start);
        return !result.Buffer.IsEmpty;
    }

    /// <summary>Adds a command to what the next flush sends.</summary>
    public void Write(string command)
    {
        if (command.AsSpan().ContainsAny('\r', '\n', '\0'))
        {
            throw new ArgumentException("A command is one line.", nameof(command));
        }

        Encoding.UTF8.GetBytes(command + "\r\n", output);
    }

    public async ValueTask FlushAsync(TimeSpan limit, CancellationToken cancellationToken) =>
        await WithinAsync(clock, limit, "progress in sending", output.FlushAsync, cancellationToken)
            .ConfigureAwait(false);

    public async ValueTask<WireReply> CommandAsync(
        string command, TimeSpan limit, CancellationToken cancellationToken)
    {
        Write(command);
        await FlushAsync(limit, cancellationToken).ConfigureAwait(false);
        return await ReadReplyAsync(limit, cancellationToken).ConfigureAwait(false);
    }

    public ValueTask<WireReply> ReadReplyAsync(TimeSpan limit, CancellationToken cancellationToken) =>
        WithinAsync(clock, limit, "reply", ReadReplyAsync, cancellationToken);

    /// <summary>
    /// Goes over to TLS. A failed handshake throws
    /// <see cref="System.Security.Authentication.AuthenticationException"/>.
    /// </summary>
    public async ValueTask SecureAsync(
        SslClientAuthenticationOptions options, TimeSpan limit, CancellationToken cancellationToken)
    {
        var secure = new SslStream(stream, leaveInnerStreamOpen: false);
        await WithinAsync(clock, limit, "TLS handshake", async token =>
        {
            await secure.AuthenticateAsClientAsync(options, token).ConfigureAwait(false);
            return true;
        }, cancellationToken).ConfigureAwait(false);
        await input.CompleteAsync().ConfigureAwait(false);
        await output.CompleteAsync().ConfigureAwait(false);
        stream = secure;
        input = PipeReader.Create(stream, ReaderOptions);
        output = PipeWriter.Create(stream, WriterOptions);
        TlsDescription = TlsNames.Describe(secure);
    }

    /// <summary>Closes at once; what was not flushed is never sent.</summary>
    public async ValueTask DisposeAsync()
    {
        socket.Dispose();
        var closed = new IOException("The connection was closed.");
        await output.CompleteAsync(closed).ConfigureAwait(false);
        await input.CompleteAsync(closed).ConfigureAwait(false);
        await stream.DisposeAsync().ConfigureAwait(false);
    }

    private static async ValueTask<T> WithinAsync<T>(
        TimeProvider clock, TimeSpan limit, string what, Func<CancellationToken, ValueTask<T>> work,
        CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(limit, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            return await work(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException fault) when (!cancellationToken.IsCancellationRequested)
        {
            throw new SmtpConnectionBrokenException($"No {what} within {limit}.", new TimeoutException(what, fault));
        }
        catch (Exception fault) when (fault is IOException or SocketException or ObjectDisposedException)
        {
            throw new SmtpConnectionBrokenException($"No {what}: {fault.Message}", fault);
        }
    }

    private async ValueTask<WireReply> ReadReplyAsync(CancellationToken cancellationToken)
    {
        var parser = new ReplyParser();
        while (true)
        {
            var result = await input.ReadAsync(cancellationToken).ConfigureAwait(false);
            var buffer = result.Buffer;
            var reply = parser.Read(ref buffer);
            input.AdvanceTo(buffer.Start, reply is null ? buffer.End : buffer.Start);
            if (reply is not null)
            {
                return reply;
            }

            if (result.IsCompleted)
            {
                throw new SmtpConnectionBrokenException("The peer closed the connection.");
            }
        }
    }
}
