using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Causeway.Ledger.Processes;

/// <summary>
/// Hands in messages over several connections. A message without an answer is never handed in again: what became of it
/// is unknown. Record: <c>TIME offered ID HASH RECIPIENTS</c>, then <c>TIME 250 ID</c>, <c>TIME 4xx ID REPLY</c> or
/// <c>TIME unknown ID</c>.
/// </summary>
internal sealed class LedgerClient(RecordFile record, IPEndPoint target, IPAddress source, int seed) : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(15);
    private static readonly TimeSpan Reconnect = TimeSpan.FromMilliseconds(50);

    private readonly TimeProvider clock = TimeProvider.System;
    private readonly CancellationTokenSource stop = new();

    public async Task RunAsync(int connections, StreamReader input)
    {
        var sessions = Enumerable.Range(0, connections)
            .Select(number => Task.Run(() => SendAsync(number, new Random(seed + number)))).ToList();
        await input.ReadToEndAsync().ConfigureAwait(false);
        await stop.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(sessions).ConfigureAwait(false);
    }

    public void Dispose() => stop.Dispose();

    private async Task SendAsync(int connection, Random random)
    {
        var number = 0;
        while (!stop.IsCancellationRequested)
        {
            try
            {
                using var lines = await ConnectAsync().ConfigureAwait(false);
                while (!stop.IsCancellationRequested)
                {
                    var id = string.Create(CultureInfo.InvariantCulture, $"c{connection}-{number++}");
                    await HandInAsync(lines, id, random).ConfigureAwait(false);
                    await Task.Delay(Pause, clock).ConfigureAwait(false);
                }
            }
            catch (Exception fault) when (fault is IOException or SocketException)
            {
                // The site was killed, or is about to start.
                await Task.Delay(Reconnect, clock).ConfigureAwait(false);
            }
        }
    }

    private async Task<SmtpLines> ConnectAsync()
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            socket.Bind(new IPEndPoint(source, 0));
            await socket.ConnectAsync(target).ConfigureAwait(false);
            var lines = new SmtpLines(socket);
            await lines.ReadReplyAsync(default).ConfigureAwait(false);
            await lines.AskAsync("EHLO mail.contoso.example", default).ConfigureAwait(false);
            return lines;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private async Task HandInAsync(SmtpLines lines, string id, Random random)
    {
        var body = Body(random);
        string[] recipients = ["bob@woodgrove.example"];
        recipients = random.Next(4) == 0 ? [.. recipients, "eve@woodgrove.example"] : recipients;
        var hash = SmtpLines.HashOf(body);
        await RecordAsync($"offered {id} {hash} {string.Join(',', recipients)}").ConfigureAwait(false);
        string reply;
        try
        {
            reply = await TransactAsync(lines, id, recipients, body).ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is IOException or SocketException)
        {
            await RecordAsync($"unknown {id}").ConfigureAwait(false);
            throw;
        }

        await RecordAsync($"{reply[..3]} {id} {reply[3..].Trim()}").ConfigureAwait(false);
    }

    private static async Task<string> TransactAsync(
        SmtpLines lines, string id, string[] recipients, List<string> body)
    {
        var reply = await lines.AskAsync("MAIL FROM:<alice@contoso.example>", default).ConfigureAwait(false);
        foreach (var recipient in recipients.TakeWhile(_ => reply[0] == '2'))
        {
            reply = await lines.AskAsync($"RCPT TO:<{recipient}>", default).ConfigureAwait(false);
        }

        reply = reply[0] == '2' ? await lines.AskAsync("DATA", default).ConfigureAwait(false) : reply;
        if (reply[0] != '3')
        {
            await lines.AskAsync("RSET", default).ConfigureAwait(false);
            return reply;
        }

        var text = new StringBuilder()
            .Append("From: <alice@contoso.example>\r\nTo: <bob@woodgrove.example>\r\n")
            .Append("Date: Thu, 01 Jan 2026 12:00:00 +0000\r\n")
            .Append(CultureInfo.InvariantCulture, $"Message-ID: <{id}@ledger.contoso.example>\r\n\r\n");
        foreach (var line in body)
        {
            text.Append(line.StartsWith('.') ? "." : "").Append(line).Append("\r\n");
        }

        await lines.WriteAsync(text.Append(".\r\n").ToString(), default).ConfigureAwait(false);
        return await lines.ReadReplyAsync(default).ConfigureAwait(false);
    }

    // Mostly a few kilobytes, sometimes more than the spool keeps in memory; some lines begin with a dot.
    private static List<string> Body(Random random)
    {
        var lines = new List<string>();
        for (var left = random.Next(25) == 0 ? 150_000 : random.Next(6000); left > 0; left -= lines[^1].Length + 2)
        {
            var octets = new byte[random.Next(45)];
            random.NextBytes(octets);
            lines.Add((random.Next(9) == 0 ? "." : "") + Convert.ToBase64String(octets));
        }

        return lines;
    }

    private Task RecordAsync(string line) => record.AppendAsync($"{clock.GetUtcNow():O} {line}");
}
