using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading.Channels;

namespace Causeway.EndToEnd.Tests.Support;

/// <summary>
/// What a sink took in: who connected and what it called itself, the envelope, and the octets between 354 and the last
/// dot.
/// </summary>
internal sealed record Taken(string Client, string Helo, string From, string To, byte[] Octets);

/// <summary>A mail server of the outside that accepts everything, one connection after another.</summary>
internal sealed class Sink : IAsyncDisposable
{
    private readonly TcpListener listener;
    private readonly CancellationTokenSource stopping = new();
    private readonly Channel<Taken> taken = Channel.CreateBounded<Taken>(100);
    private readonly string? refusal;
    private readonly Task serving;

    /// <param name="refusal">What every recipient is answered instead; null for 250.</param>
    public Sink(IPEndPoint endpoint, string? refusal = null)
    {
        this.refusal = refusal;
        listener = new TcpListener(endpoint);
        listener.Start();
        serving = ServeAsync();
    }

    /// <summary>The next message; throws when none comes.</summary>
    public Task<Taken> NextAsync() => taken.Reader.ReadAsync(TestContext.Current.CancellationToken)
        .AsTask().WaitAsync(Patience.Longest, TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        listener.Dispose();
        await serving;
        stopping.Dispose();
    }

    private async Task ServeAsync()
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                using var client = await listener.AcceptTcpClientAsync(stopping.Token);
                using var reader = new StreamReader(client.GetStream(), Encoding.Latin1);
                await using var writer = new StreamWriter(client.GetStream(), Encoding.Latin1)
                {
                    NewLine = "\r\n", AutoFlush = true,
                };
                await TalkAsync(((IPEndPoint)client.Client.RemoteEndPoint!).Address.ToString(), reader, writer);
            }
            catch (Exception end) when (end is OperationCanceledException or IOException or SocketException)
            {
                // The peer went away, or the test is over.
            }
        }
    }

    private async Task TalkAsync(string client, StreamReader reader, StreamWriter writer)
    {
        var (helo, from, to) = ("", "", "");
        await writer.WriteLineAsync("220 mx.woodgrove.example sink");
        while (await reader.ReadLineAsync(stopping.Token) is { } line)
        {
            var verb = line.Split(' ', ':')[0].ToUpperInvariant();
            if (verb == "DATA")
            {
                await writer.WriteLineAsync("354 go on");
                var octets = await ReadMessageAsync(reader);
                await taken.Writer.WriteAsync(new Taken(client, helo, from, to, octets), stopping.Token);
            }

            helo = verb is "EHLO" or "HELO" ? line.Split(' ')[1] : helo;
            from = verb == "MAIL" ? Path(line) : from;
            to = verb == "RCPT" ? Path(line) : to;
            await writer.WriteLineAsync(verb switch
            {
                "QUIT" => "221 bye",
                "RCPT" when refusal is not null => refusal,

                // Without it, 8-bit content is refused at the sender (RFC 6152 section 3).
                "EHLO" => "250-sink\r\n250 8BITMIME",
                _ => "250 fine",
            });
        }
    }

    // Octet by octet: StreamReader takes a bare CR or LF for the end of a line, too.
    private async Task<byte[]> ReadMessageAsync(StreamReader reader)
    {
        var text = new StringBuilder("\r\n");
        var one = new char[1];
        do
        {
            if (await reader.ReadAsync(one, stopping.Token) == 0)
            {
                throw new EndOfStreamException("The connection ended within a message.");
            }

            text.Append(one[0]);
        }
        while (one[0] != '\n' || text.Length < 5 || text.ToString(text.Length - 5, 5) != "\r\n.\r\n");
        text.Length -= 3;
        return Encoding.Latin1.GetBytes(text.Replace("\r\n..", "\r\n.").ToString(2, text.Length - 2));
    }

    private static string Path(string line) => line.Split('<', '>')[1];
}
