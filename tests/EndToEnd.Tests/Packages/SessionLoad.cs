using System.Net;
using System.Net.Sockets;
using Causeway.EndToEnd.Tests.Support;

namespace Causeway.EndToEnd.Tests.Packages;

/// <summary>
/// Clients that send without a pause: some keep their session, one opens a new session for each message. Anything but
/// a good reply is a failed session.
/// </summary>
internal sealed class SessionLoad : IAsyncDisposable
{
    private const int Keepers = 3;

    private readonly CancellationTokenSource ending = new();
    private readonly Lock gate = new();
    private readonly List<string> accepted = [];
    private readonly List<string> failures = [];
    private readonly List<Task> clients;
    private readonly IPEndPoint server;
    private readonly string to;
    private int sessions;

    public SessionLoad(IPEndPoint server, string to)
    {
        (this.server, this.to) = (server, to);
        clients = [.. Enumerable.Repeat(int.MaxValue, Keepers).Append(1).Select(SendAsync)];
    }

    public int Sessions => sessions;

    /// <summary>Message-IDs that were answered with 250.</summary>
    public IReadOnlyList<string> Accepted
    {
        get
        {
            lock (gate)
            {
                return [.. accepted];
            }
        }
    }

    public IReadOnlyList<string> Failures => failures;

    /// <summary>Waits until this many messages more were accepted.</summary>
    public Task MoreAsync(int messages)
    {
        var wanted = Accepted.Count + messages;
        return Patience.UntilAsync($"{wanted} messages", () => Task.FromResult(
            Accepted.Count >= wanted || failures.Count > 0 ? "there" : null));
    }

    /// <summary>Lets every session end in its own time.</summary>
    public async Task EndAsync()
    {
        await ending.CancelAsync();
        await Task.WhenAll(clients);
    }

    public async ValueTask DisposeAsync()
    {
        await EndAsync();
        ending.Dispose();
    }

    private async Task SendAsync(int messagesASession)
    {
        while (!ending.IsCancellationRequested)
        {
            try
            {
                Interlocked.Increment(ref sessions);
                await using var talk = await SmtpTalk.GreetAsync(server);
                for (var sent = 0; sent < messagesASession && !ending.IsCancellationRequested; sent++)
                {
                    await SendOneAsync(talk);
                }

                Expect("221", await talk.SayAsync("QUIT"));
            }
            catch (Exception fault) when (fault is IOException or SocketException or OperationCanceledException)
            {
                lock (gate)
                {
                    failures.Add(fault.Message);
                }

                return;
            }
        }
    }

    private async Task SendOneAsync(SmtpTalk talk)
    {
        var id = Mail.NewId();
        Expect("250", await talk.SayAsync($"MAIL FROM:<{Hosts.Alice}>"));
        Expect("250", await talk.SayAsync($"RCPT TO:<{to}>"));
        Expect("354", await talk.SayAsync("DATA"));
        Expect("250", await talk.SayAsync($"From: {Hosts.Alice}\r\nMessage-ID: {id}\r\n\r\nHello.\r\n."));
        lock (gate)
        {
            accepted.Add(id);
        }
    }

    private static void Expect(string code, Reply reply)
    {
        if (!reply.Lines[0].StartsWith(code, StringComparison.Ordinal))
        {
            throw new IOException($"expected {code}, read {reply}");
        }
    }
}
