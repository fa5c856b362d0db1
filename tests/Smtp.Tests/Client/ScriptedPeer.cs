using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Causeway.Smtp.Tests.Client;

/// <summary>
/// An SMTP server that follows a transcript and fails where the client deviates from it. Lines: <c>S:</c> the server
/// says (neighbouring lines go out in one write); <c>C:</c> the client must say; <c>C+</c> the same, in one piece with
/// the line before; <c>TLS</c> handshake as server; <c>NOISE</c> answer the TLS hello with no TLS; <c>STOP</c> close
/// the connection; <c>RESET</c> close it by TCP reset; <c>END</c> the client must have closed; <c>CUT text</c> the
/// same, in the middle of this line; <c>WAIT</c> until the test says <see cref="Signal"/>; <c>---</c> the next
/// connection.
/// </summary>
internal sealed class ScriptedPeer : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly Queue<string[]> connections;
    private readonly SslStreamCertificateContext? certificate;
    private readonly TaskCompletionSource firstClosed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource signal = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationToken stopping = TestContext.Current.CancellationToken;
    private readonly bool mayPipeline;
    private readonly Task serving;

    public ScriptedPeer(string transcript, X509Certificate2? certificate = null)
    {
        this.certificate = certificate is null
            ? null
            : SslStreamCertificateContext.Create(certificate, null, offline: true);
        mayPipeline = transcript.Contains("PIPELINING", StringComparison.Ordinal);
        connections = new Queue<string[]>(transcript.Split("---").Select(part =>
            part.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.TrimEnd('\r'))
                .Where(line => line.Trim().Length > 0).ToArray()));
        listener.Start();
        serving = ServeAsync();
    }

    public IPEndPoint Endpoint => (IPEndPoint)listener.LocalEndpoint;

    public IPEndPoint? LastClient { get; private set; }

    public X509Certificate2? ClientCertificate { get; private set; }

    public void Signal() => signal.TrySetResult();

    /// <summary>Waits until the first connection is closed on this side.</summary>
    public Task FirstClosedAsync() => firstClosed.Task.WaitAsync(stopping);

    /// <summary>Waits until the transcript is done; throws where the client deviated.</summary>
    public Task DoneAsync() => serving;

    /// <summary>Runs the client's part. Where it fails because it deviated, the deviation is what is thrown.</summary>
    public async Task<T> WithAsync<T>(Func<Task<T>> client)
    {
        try
        {
            return await client();
        }
        catch (Exception fault) when (serving.IsFaulted)
        {
            throw new AggregateException(serving.Exception!.GetBaseException(), fault);
        }
    }

    public async ValueTask DisposeAsync()
    {
        listener.Stop();
        signal.TrySetResult();
        await serving.ContinueWith(static _ => { }, TaskScheduler.Default);
    }

    private async Task ServeAsync()
    {
        while (connections.TryDequeue(out var script))
        {
            using var socket = await listener.AcceptSocketAsync(stopping);
            LastClient = (IPEndPoint)socket.RemoteEndPoint!;
            await using var session = new Session(this, socket);
            await session.RunAsync(script);
            socket.Close();
            firstClosed.TrySetResult();
        }
    }

    private sealed class Session(ScriptedPeer peer, Socket socket) : IAsyncDisposable
    {
        private readonly byte[] buffer = new byte[256 * 1024];
        private Stream stream = new NetworkStream(socket, ownsSocket: false);
        private int start;
        private int end;

        private int Unread => end - start;

        public ValueTask DisposeAsync() => stream.DisposeAsync();

        public async Task RunAsync(string[] script)
        {
            for (var i = 0; i < script.Length; i++)
            {
                var (verb, text) = (script[i][..Math.Min(2, script[i].Length)], script[i]);
                switch (verb)
                {
                    case "S:":
                        Assert.True(peer.mayPipeline || Unread == 0, $"The client did not wait for '{text}'.");
                        var said = new StringBuilder(Said(text));
                        while (i + 1 < script.Length && script[i + 1].StartsWith("S:", StringComparison.Ordinal))
                        {
                            said.Append(Said(script[++i]));
                        }

                        await stream.WriteAsync(Encoding.UTF8.GetBytes(said.ToString()), peer.stopping);
                        break;
                    case "C:":
                        Assert.Equal(Said(text), await ReadLineAsync());
                        break;
                    case "C+":
                        Assert.True(Unread > 0, $"'{text[2..]}' did not come in one piece with the line before.");
                        Assert.Equal(Said(text), await ReadLineAsync());
                        break;
                    default:
                        await DoAsync(text);
                        break;
                }
            }
        }

        private static string Said(string line) => (line.Length > 3 ? line[3..] : "") + "\r\n";

        private static string Cut(string text) => $"<closed after '{text}'>";

        private async Task DoAsync(string action)
        {
            switch (action.Split(' ')[0])
            {
                case "TLS":
                    await HandshakeAsync();
                    break;
                case "NOISE":
                    await FillAsync();
                    await stream.WriteAsync("454 this is no TLS\r\n"u8.ToArray(), peer.stopping);
                    break;
                case "STOP":
                    socket.Shutdown(SocketShutdown.Both);
                    break;
                case "RESET":
                    socket.Close(timeout: 0);
                    break;
                case "END":
                    Assert.Equal(0, await FillAsync());
                    break;
                case "CUT":
                    Assert.Equal(Cut(action[4..]), await ReadLineAsync());
                    break;
                case "WAIT":
                    await peer.signal.Task.WaitAsync(peer.stopping);
                    break;
                default:
                    throw new InvalidOperationException($"'{action}' is no line of a transcript.");
            }
        }

        private async Task HandshakeAsync()
        {
            var secure = new SslStream(stream);
            stream = secure;
            try
            {
                await secure.AuthenticateAsServerAsync(new SslServerAuthenticationOptions
                {
                    ServerCertificateContext = peer.certificate,
                    ClientCertificateRequired = true,
                    RemoteCertificateValidationCallback = (_, shown, _, errors) =>
                        (peer.ClientCertificate = shown is null ? null
                            : X509CertificateLoader.LoadCertificate(shown.GetRawCertData())) is not null
                        || errors == SslPolicyErrors.RemoteCertificateNotAvailable,
                }, peer.stopping);
            }
            catch (Exception fault)
                when (fault is IOException or System.Security.Authentication.AuthenticationException)
            {
                // The client turned away from our certificate; what it does next is for the test to say.
            }
        }

        private async Task<string> ReadLineAsync()
        {
            while (true)
            {
                var at = buffer.AsSpan(start..end).IndexOf("\r\n"u8);
                if (at >= 0)
                {
                    var line = Encoding.UTF8.GetString(buffer, start, at + 2);
                    start += at + 2;
                    return line;
                }

                if (await FillAsync() == 0)
                {
                    return Cut(Encoding.UTF8.GetString(buffer, start, Unread));
                }
            }
        }

        private async Task<int> FillAsync()
        {
            try
            {
                var count = await stream.ReadAsync(buffer.AsMemory(end), peer.stopping);
                end += count;
                return count;
            }
            catch (IOException)
            {
                return 0;
            }
        }
    }
}
