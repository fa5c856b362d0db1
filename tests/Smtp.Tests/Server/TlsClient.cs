using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Causeway.Smtp.Server;

namespace Causeway.Smtp.Tests.Server;

/// <summary>SslStream as the client of a server of the tests.</summary>
internal sealed class TlsClient(TcpClient tcp) : IAsyncDisposable
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private Stream stream = tcp.GetStream();
    private string unread = "";

    public static async Task<TlsClient> ConnectAsync(SmtpServer server)
    {
        var tcp = new TcpClient();
        await tcp.ConnectAsync(server.EndPoints[0], Ct);
        return new TlsClient(tcp);
    }

    public async Task StartTlsAsync(X509Certificate2? own)
    {
        Assert.Equal("", unread);
        var tls = new SslStream(stream);
        await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
        {
            TargetHost = "mx.test",
            ClientCertificates = own is null ? [] : [own],
            RemoteCertificateValidationCallback = (_, sent, _, _) =>
                sent?.GetCertHashString() == TlsServer.Certificate.Thumbprint,
        }, Ct);
        stream = tls;
    }

    public async Task SendAsync(string octets) => await stream.WriteAsync(Encoding.Latin1.GetBytes(octets), Ct);

    public async Task ExpectAsync(string start) =>
        Assert.StartsWith(start, await ReadReplyAsync(), StringComparison.Ordinal);

    /// <summary>Reads a reply of one or several lines; empty at the end of the connection.</summary>
    public async Task<string> ReadReplyAsync()
    {
        var reply = "";
        do
        {
            int end;
            while ((end = unread.IndexOf("\r\n", StringComparison.Ordinal)) < 0)
            {
                var block = new byte[4096];
                var length = await stream.ReadAsync(block, Ct);
                if (length == 0)
                {
                    return reply + unread;
                }

                unread += Encoding.Latin1.GetString(block, 0, length);
            }

            reply += unread[..(end + 2)];
            unread = unread[(end + 2)..];
        }
        while (reply.Split("\r\n")[^2][3] == '-');
        return reply;
    }

    /// <summary>Reads to the end of the connection, be it closed or broken.</summary>
    public async Task DrainAsync()
    {
        try
        {
            await stream.CopyToAsync(Stream.Null, Ct);
        }
        catch (IOException)
        {
            // A reset is an end, too.
        }
    }

    public async ValueTask DisposeAsync()
    {
        await stream.DisposeAsync();
        tcp.Dispose();
    }
}
