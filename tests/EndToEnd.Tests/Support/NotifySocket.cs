using System.Net.Sockets;
using System.Text;

namespace Causeway.EndToEnd.Tests.Support;

/// <summary>The end of sd_notify(3) that a service manager holds.</summary>
internal sealed class NotifySocket : IDisposable
{
    private readonly Socket socket = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
    private readonly string path;

    /// <param name="path">Where it lies; a name that begins with @ lies in no folder.</param>
    public NotifySocket(string path)
    {
        this.path = path;
        File.Delete(path);
        socket.Bind(new UnixDomainSocketEndPoint(path[0] == '@' ? '\0' + path[1..] : path));
        if (path[0] != '@')
        {
            File.SetUnixFileMode(path, (UnixFileMode)0b110_110_110);
        }
    }

    /// <summary>The next datagram; throws where none comes.</summary>
    public async Task<string> NextAsync()
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Patience.Longest);
        var buffer = new byte[4096];
        return Encoding.UTF8.GetString(buffer, 0, await socket.ReceiveAsync(buffer, limit.Token));
    }

    public void Dispose()
    {
        socket.Dispose();
        File.Delete(path);
    }
}
