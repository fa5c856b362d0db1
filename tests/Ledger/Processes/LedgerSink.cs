using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Causeway.Ledger.Processes;

/// <summary>
/// The next hop. It answers 250 only for what is in its record: <c>TIME 250 ID HASH RECIPIENTS</c>, or
/// <c>TIME 550 ID - RECIPIENTS</c> for the messages that it never takes. Until it reads <c>calm</c> it also answers
/// 451, closes in the middle of a message or before its answer, and stalls.
/// </summary>
internal sealed class LedgerSink(RecordFile record, IPEndPoint endpoint, int seed) : IDisposable
{
    private static readonly TimeSpan Stall = TimeSpan.FromSeconds(2);

    private readonly TimeProvider clock = TimeProvider.System;
    private readonly CancellationTokenSource stop = new();
    private int connections;
    private volatile bool isCalm;

    private enum Mood
    {
        Good,
        RefusesRecipients,
        RefusesContent,
        ClosesWithin,
        ClosesBeforeAnswer,
        Stalls,
    }

    public async Task RunAsync(StreamReader input)
    {
        using var listener = new TcpListener(endpoint);
        listener.Start(100);
        var accepting = Task.Run(() => AcceptAsync(listener));
        while (await input.ReadLineAsync().ConfigureAwait(false) is { } line)
        {
            isCalm |= line == "calm";
        }

        await stop.CancelAsync().ConfigureAwait(false);
        await accepting.ConfigureAwait(false);
    }

    public void Dispose() => stop.Dispose();

    private async Task AcceptAsync(TcpListener listener)
    {
        var sessions = new List<Task>();
        try
        {
            while (true)
            {
                var socket = await listener.AcceptSocketAsync(stop.Token).ConfigureAwait(false);
                socket.NoDelay = true;
                sessions.RemoveAll(session => session.IsCompleted);
                sessions.Add(ServeAsync(socket, new Random(seed + connections++)));
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(sessions).ConfigureAwait(false);
        }
    }

    private async Task ServeAsync(Socket socket, Random random)
    {
        using var lines = new SmtpLines(socket);
        try
        {
            await lines.WriteAsync("220 mx.woodgrove.example sink\r\n", stop.Token).ConfigureAwait(false);
            await TalkAsync(lines, random).ConfigureAwait(false);
        }
        catch (Exception end) when (end is IOException or SocketException or OperationCanceledException)
        {
            // The site was killed, or the test is over.
        }
    }

    private async Task TalkAsync(SmtpLines lines, Random random)
    {
        var recipients = new List<string>();
        var mood = Mood.Good;
        while (true)
        {
            var line = await lines.ReadLineAsync(stop.Token).ConfigureAwait(false);
            var verb = line.Split(' ')[0].ToUpperInvariant();
            var reply = "250 2.0.0 Ok";
            switch (verb)
            {
                case "EHLO":
                    reply = "250-mx.woodgrove.example\r\n250-PIPELINING\r\n250-8BITMIME\r\n250 SIZE 50000000";
                    break;
                case "MAIL":
                    recipients.Clear();
                    mood = Choose(random);
                    break;
                case "RCPT" when mood == Mood.RefusesRecipients:
                    reply = "451 4.3.0 Try again later";
                    break;
                case "RCPT":
                    recipients.Add(line.Split('<', '>')[1]);
                    break;
                case "DATA" when recipients.Count == 0:
                    reply = "503 5.5.1 No recipients";
                    break;
                case "DATA":
                    await lines.WriteAsync("354 Go on\r\n", stop.Token).ConfigureAwait(false);
                    if (await TakeAsync(lines, mood, recipients).ConfigureAwait(false) is not { } answer)
                    {
                        return;
                    }

                    reply = answer;
                    break;
                case "QUIT":
                    reply = "221 2.0.0 Bye";
                    break;
            }

            await lines.WriteAsync(reply + "\r\n", stop.Token).ConfigureAwait(false);
            if (verb == "QUIT")
            {
                return;
            }
        }
    }

    private Mood Choose(Random random) => isCalm ? Mood.Good : random.Next(40) switch
    {
        0 => Mood.RefusesRecipients,
        1 or 2 => Mood.RefusesContent,
        3 => Mood.ClosesWithin,
        4 => Mood.ClosesBeforeAnswer,
        5 => Mood.Stalls,
        _ => Mood.Good,
    };

    /// <summary>The answer to a message; null where the connection is to be closed instead.</summary>
    private async Task<string?> TakeAsync(SmtpLines lines, Mood mood, List<string> recipients)
    {
        var (id, body, inBody) = ("-", new List<string>(), false);
        while (await lines.ReadLineAsync(stop.Token).ConfigureAwait(false) is var line && line != ".")
        {
            line = line.StartsWith('.') ? line[1..] : line;
            if (inBody)
            {
                body.Add(line);
            }
            else if (line.StartsWith("Message-ID: <", StringComparison.OrdinalIgnoreCase))
            {
                id = line.Split('<', '@')[1];
            }

            inBody |= line.Length == 0;
            if (mood == Mood.ClosesWithin && body.Count == 3)
            {
                return null;
            }
        }

        switch (mood)
        {
            case Mood.RefusesContent:
                return "451 4.3.0 Try again later";
            case Mood.ClosesBeforeAnswer:
                return null;
            case Mood.Stalls:
                await Task.Delay(Stall, clock, stop.Token).ConfigureAwait(false);
                break;
        }

        // One message in a hundred is refused for good, by its id and so at every attempt.
        var isRefused = Encoding.UTF8.GetBytes(id).Sum(octet => octet * 31) % 100 == 7;
        var (code, hash) = isRefused ? ("550", "-") : ("250", SmtpLines.HashOf(body));
        await record.AppendAsync($"{clock.GetUtcNow():O} {code} {id} {hash} {string.Join(',', recipients)}")
            .ConfigureAwait(false);
        return isRefused ? "550 5.7.1 Not wanted" : "250 2.0.0 Kept";
    }
}
