using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Causeway.EndToEnd.Tests.Support;

/// <summary>A reply as it came, line by line.</summary>
internal sealed record Reply(string[] Lines)
{
    /// <summary>Code and, where there is one, enhanced code: <c>550 5.7.51</c>.</summary>
    public string Status => string.Join(' ', Lines[0].Split(' ').Take(2));

    public override string ToString() => string.Join(" / ", Lines);
}

/// <summary>SMTP by hand, octet by octet.</summary>
internal sealed class SmtpTalk : IAsyncDisposable
{
    private readonly TcpClient socket;
    private readonly byte[] buffer = new byte[8192];
    private Stream stream;
    private int start;
    private int end;

    private SmtpTalk(TcpClient socket)
    {
        this.socket = socket;
        stream = socket.GetStream();
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Connects and reads the greeting.</summary>
    public static async Task<SmtpTalk> ConnectAsync(IPEndPoint server, IPAddress? source = null)
    {
        var socket = new TcpClient(new IPEndPoint(source ?? Hosts.Stranger, 0));
        await socket.ConnectAsync(server, Token);
        var talk = new SmtpTalk(socket);
        Assert.Equal("220", (await talk.ReadAsync()).Lines[0][..3]);
        return talk;
    }

    /// <summary>Connects, says EHLO, and begins TLS with the certificate where one is given.</summary>
    public static async Task<SmtpTalk> GreetAsync(
        IPEndPoint server, IPAddress? source = null, X509Certificate2? certificate = null)
    {
        var talk = await ConnectAsync(server, source);
        await talk.SayAsync("EHLO s101.lab.example");
        if (certificate is not null)
        {
            Assert.Equal("220", (await talk.SayAsync("STARTTLS")).Lines[0][..3]);
            await talk.StartTlsAsync(certificate);
            await talk.SayAsync("EHLO s101.lab.example");
        }

        return talk;
    }

    public async Task<Reply> SayAsync(string line)
    {
        await WriteAsync(line + "\r\n");
        return await ReadAsync();
    }

    /// <summary>Writes characters 0 to 255 as the octets that they are.</summary>
    public async Task WriteAsync(string octets)
    {
        await stream.WriteAsync(Encoding.Latin1.GetBytes(octets), Token);
        await stream.FlushAsync(Token);
    }

    public async Task<Reply> ReadAsync()
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Token);
        limit.CancelAfter(Patience.Longest);
        var lines = new List<string>();
        do
        {
            lines.Add(await ReadLineAsync(limit.Token));
        }
        while (lines[^1].Length > 3 && lines[^1][3] == '-');
        return new Reply([.. lines]);
    }

    /// <summary>The handshake, after a 220; state on our side stays as it is.</summary>
    public async Task StartTlsAsync(X509Certificate2 certificate)
    {
        // The chain is the business of other tests; here it is enough that the server is a site of the lab.
        var secure = new SslStream(stream, false, (_, server, _, _) =>
            server?.Issuer.Contains("CN=contoso mail sites", StringComparison.Ordinal) ?? false);
        await secure.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions
            {
                TargetHost = "test",
                ClientCertificateContext = SslStreamCertificateContext.Create(certificate, null, true),
            }, Token);
        stream = secure;
    }

    public async ValueTask DisposeAsync()
    {
        await stream.DisposeAsync();
        socket.Dispose();
    }

    private async Task<string> ReadLineAsync(CancellationToken ct)
    {
        var line = new StringBuilder();
        while (true)
        {
            if (start == end)
            {
                (start, end) = (0, await stream.ReadAsync(buffer, ct));
                if (end == 0)
                {
                    throw new EndOfStreamException($"The connection ended after '{line}'.");
                }
            }

            line.Append((char)buffer[start++]);
            if (line.Length > 1 && line[^2] == '\r' && line[^1] == '\n')
            {
                return line.ToString(0, line.Length - 2);
            }
        }
    }
}
