using System.Diagnostics.CodeAnalysis;
using System.IO.Pipelines;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Causeway.Smtp.Server;

/// <summary>The server's end of TLS over a pipe, as a pipe.</summary>
internal sealed class TlsPipe : IDuplexPipe, IAsyncDisposable
{
    // A TLS record holds at most 16 KiB (RFC 8446 section 5.1).
    private const int RecordSize = 16 * 1024;

    private readonly SslStream stream;

    private TlsPipe(SslStream stream, X509Certificate2? clientCertificate)
    {
        this.stream = stream;
        Input = PipeReader.Create(stream, new StreamPipeReaderOptions(
            bufferSize: RecordSize, minimumReadSize: RecordSize / 4, leaveOpen: true, useZeroByteReads: true));
        Output = PipeWriter.Create(
            stream, new StreamPipeWriterOptions(minimumBufferSize: RecordSize / 4, leaveOpen: true));
        Facts = new TlsFacts(stream.SslProtocol, stream.NegotiatedCipherSuite.ToString(), clientCertificate);
    }

    public PipeReader Input { get; }

    public PipeWriter Output { get; }

    public TlsFacts Facts { get; }

    /// <summary>
    /// Shakes hands over <paramref name="transport"/>, which stays open when this pipe is disposed of.
    /// </summary>
    public static async Task<TlsPipe> StartAsync(
        IDuplexPipe transport, Func<string?, SslStreamCertificateContext> certificate, CancellationToken ct)
    {
        var stream = new SslStream(new DuplexPipeStream(transport), leaveInnerStreamOpen: false);
        try
        {
            X509Certificate2? presented = null;
            await stream.AuthenticateAsServerAsync(
                (_, hello, _, _) => ValueTask.FromResult(Options(
                    certificate(hello.ServerName is { Length: > 0 } name ? name : null), sent => presented = sent)),
                null, ct);
            return new TlsPipe(stream, presented);
        }
        catch
        {
            await stream.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await Output.CompleteAsync();
            await stream.ShutdownAsync();
        }
        catch (Exception e) when (e is IOException or InvalidOperationException or OperationCanceledException)
        {
            // The peer left without a word, which many do.
        }

        await Input.CompleteAsync();
        await stream.DisposeAsync();
    }

    [SuppressMessage("Security", "CA5359", Justification =
        "It looks at clients: one without a certificate of ours is a stranger and no error; the policy attributes.")]
    private static SslServerAuthenticationOptions Options(
        SslStreamCertificateContext certificate, Action<X509Certificate2> record) => new()
        {
            ServerCertificateContext = certificate,

            // True means that the certificate is asked for; the callback decides what becomes of its absence.
            ClientCertificateRequired = true,
            CertificateChainPolicy = new X509ChainPolicy
            {
                DisableCertificateDownloads = true,
                RevocationMode = X509RevocationMode.NoCheck,
            },

            // Whom the certificate names, and whether that counts, is the policy's to say. The copy outlives the
            // stream.
            RemoteCertificateValidationCallback = (_, sent, _, _) =>
            {
                if (sent is not null)
                {
                    record(X509CertificateLoader.LoadCertificate(sent.GetRawCertData()));
                }

                return true;
            },
        };
}
