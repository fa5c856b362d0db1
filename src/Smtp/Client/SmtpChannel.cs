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
    private readonly CancellationTokenSource breaking = new();
    private readonly ITimer timer;
    private TimeSpan timeout;
    private long armedAt;
    private volatile bool isWaiting;
    private Stream stream;
    private PipeReader input;
    private PipeWriter output;

    private SmtpChannel(Socket socket, TimeProvider clock)
    {
        this.socket = socket;
        this.clock = clock;
        timer = clock.CreateTimer(
            static channel => ((SmtpChannel)channel!).Expire(), this,
            Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
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

    public PeerCertificate? Certificate { get; private set; }

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
            if (source is not null)
            {
                socket.Bind(new IPEndPoint(source, 0));
            }

            using var deadline = new CancellationTokenSource(limit, clock);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
            await socket.ConnectAsync(endpoint, either.Token).ConfigureAwait(false);
            return new SmtpChannel(socket, clock);
        }
        catch (Exception fault)
            when (Broken(fault, $"connection to {endpoint}", limit, cancellationToken) is { } broken)
        {
            socket.Dispose();
            throw broken;
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
        await WithinAsync(limit, "progress in sending", output.FlushAsync, cancellationToken)
            .ConfigureAwait(false);

    public async ValueTask<WireReply> CommandAsync(
        string command, TimeSpan limit, CancellationToken cancellationToken)
    {
        Write(command);
        await FlushAsync(limit, cancellationToken).ConfigureAwait(false);
        return await ReadReplyAsync(limit, cancellationToken).ConfigureAwait(false);
    }

    public ValueTask<WireReply> ReadReplyAsync(TimeSpan limit, CancellationToken cancellationToken) =>
        WithinAsync(limit, "reply", ReadReplyAsync, cancellationToken);

    /// <summary>
    /// Goes over to TLS. A failed handshake is an <see cref="System.Security.Authentication.AuthenticationException"/>.
    /// </summary>
    public async ValueTask SecureAsync(
        SslClientAuthenticationOptions options, TimeSpan limit, CancellationToken cancellationToken)
    {
        var secure = new SslStream(stream, leaveInnerStreamOpen: false);
        await WithinAsync(limit, "TLS handshake", async token =>
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
        Certificate = PeerCertificate.Of(secure.RemoteCertificate);
    }

    /// <summary>Closes at once; what was not flushed is never sent.</summary>
    public async ValueTask DisposeAsync()
    {
        await timer.DisposeAsync().ConfigureAwait(false);
        socket.Dispose();
        var closed = new IOException("The connection was closed.");
        await output.CompleteAsync(closed).ConfigureAwait(false);
        await input.CompleteAsync(closed).ConfigureAwait(false);
        await stream.DisposeAsync().ConfigureAwait(false);
        breaking.Dispose();
    }

    // One source and one timer serve every wait of the connection: whatever cancels a wait ends the connection too.
    private async ValueTask<T> WithinAsync<T>(
        TimeSpan limit, string what, Func<CancellationToken, ValueTask<T>> work, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            Arm(limit);
            using var cancelling = cancellationToken.UnsafeRegister(
                static source => ((CancellationTokenSource)source!).Cancel(), breaking);
            return await work(breaking.Token).ConfigureAwait(false);
        }
        catch (Exception fault) when (Broken(fault, what, limit, cancellationToken) is { } broken)
        {
            throw broken;
        }
        catch (OperationCanceledException)
        {
            throw new OperationCanceledException(cancellationToken);
        }
        finally
        {
            isWaiting = false;
        }
    }

    // Null where the fault is the caller's own cancellation, or no fault of the connection.
    private static SmtpConnectionBrokenException? Broken(
        Exception fault, string what, TimeSpan limit, CancellationToken cancellationToken) => fault switch
        {
            OperationCanceledException => cancellationToken.IsCancellationRequested
                ? null
                : new SmtpConnectionBrokenException($"No {what} within {limit}.", new TimeoutException(what, fault)),
            IOException or SocketException or ObjectDisposedException =>
                new SmtpConnectionBrokenException($"No {what}: {fault.Message}", fault),
            _ => null,
        };

    private void Arm(TimeSpan limit)
    {
        timeout = limit;
        armedAt = clock.GetTimestamp();
        isWaiting = true;
        timer.Change(limit, Timeout.InfiniteTimeSpan);
    }

    // The timer is not stopped after each wait; what fires may have been armed for one that is over. A timer may fire a
    // tick before the clock says so.
    private void Expire()
    {
        if (isWaiting && clock.GetElapsedTime(armedAt) + TimeSpan.FromMilliseconds(20) >= timeout)
        {
            breaking.Cancel();
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
