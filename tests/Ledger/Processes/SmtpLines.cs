using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace Causeway.Ledger.Processes;

/// <summary>
/// As much of SMTP as the ledger needs, written apart from the project's own so that both cannot be wrong in one way.
/// </summary>
internal sealed class SmtpLines(Socket socket) : IDisposable
{
    private readonly NetworkStream stream = new(socket, ownsSocket: true);
    private readonly byte[] buffer = new byte[64 << 10];
    private int start;
    private int end;

    /// <summary>A line without its CRLF; throws where the peer is gone.</summary>
    public async Task<string> ReadLineAsync(CancellationToken ct)
    {
        while (true)
        {
            if (buffer.AsSpan(start, end - start).IndexOf("\r\n"u8) is >= 0 and var length)
            {
                var line = Encoding.Latin1.GetString(buffer, start, length);
                start += length + 2;
                return line;
            }

            buffer.AsSpan(start, end - start).CopyTo(buffer);
            (start, end) = (0, end - start);
            var read = await stream.ReadAsync(buffer.AsMemory(end), ct).ConfigureAwait(false);
            if (read == 0)
            {
                throw new IOException("The peer went away, or its line does not end.");
            }

            end += read;
        }
    }

    public async Task WriteAsync(string text, CancellationToken ct) =>
        await stream.WriteAsync(Encoding.Latin1.GetBytes(text), ct).ConfigureAwait(false);

    /// <summary>Sends a command; the last line of the reply.</summary>
    public async Task<string> AskAsync(string command, CancellationToken ct)
    {
        await WriteAsync(command + "\r\n", ct).ConfigureAwait(false);
        return await ReadReplyAsync(ct).ConfigureAwait(false);
    }

    public async Task<string> ReadReplyAsync(CancellationToken ct)
    {
        string line;
        do
        {
            line = await ReadLineAsync(ct).ConfigureAwait(false);
        }
        while (line.Length > 3 && line[3] == '-');
        return line;
    }

    public static string HashOf(IEnumerable<string> lines)
    {
        using var sum = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var line in lines)
        {
            sum.AppendData(Encoding.Latin1.GetBytes(line + "\r\n"));
        }

        return Convert.ToHexStringLower(sum.GetHashAndReset());
    }

    public void Dispose() => stream.Dispose();
}
