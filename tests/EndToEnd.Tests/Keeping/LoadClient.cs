using System.Collections.Concurrent;
using System.Globalization;
using Causeway.EndToEnd.Tests.Support;

namespace Causeway.EndToEnd.Tests.Keeping;

/// <summary>Sends without a pause over several connections, and remembers when each message was answered 250.</summary>
internal sealed class LoadClient(string[] recipients) : IDisposable
{
    private readonly ConcurrentDictionary<string, DateTimeOffset> accepted = new();
    private readonly CancellationTokenSource stop = new();
    private Task running = Task.CompletedTask;

    /// <summary>The local parts of the Message-IDs, each with the time of its 250.</summary>
    public IReadOnlyDictionary<string, DateTimeOffset> Accepted => accepted;

    public void Start(int connections) =>
        running = Task.WhenAll(Enumerable.Range(0, connections).Select(number => Task.Run(() => SendAsync(number))));

    /// <summary>Waits until so many more are accepted.</summary>
    public Task PassAsync(int messages)
    {
        var target = accepted.Count + messages;
        return Patience.UntilAsync(
            "the client to go on", () => Task.FromResult(accepted.Count >= target ? "on" : null));
    }

    /// <summary>The site may be gone: what is under way then was not answered.</summary>
    public async Task StopAsync()
    {
        await stop.CancelAsync();
        await running;
    }

    public void Dispose() => stop.Dispose();

    private async Task SendAsync(int connection)
    {
        try
        {
            await using var talk = await SmtpTalk.GreetAsync(Hosts.Cloud, Hosts.Office.Address);
            for (var number = 0; !stop.IsCancellationRequested; number++)
            {
                var name = string.Create(CultureInfo.InvariantCulture, $"load-{connection}-{number}");
                await talk.SayAsync("MAIL FROM:<alice@contoso.example>");
                foreach (var recipient in recipients)
                {
                    Assert.Equal("250", (await talk.SayAsync($"RCPT TO:<{recipient}>")).Lines[0][..3]);
                }

                await talk.SayAsync("DATA");
                var reply = await talk.SayAsync(
                    $"From: <alice@contoso.example>\r\nSubject: {name}\r\nMessage-ID: <{name}@load.example>\r\n\r\n"
                    + $"{new string('x', 60 + (number % 900))}\r\n.");
                if (reply.Lines[0][0] == '2')
                {
                    accepted[name] = TimeProvider.System.GetUtcNow();
                }
            }
        }
        catch (Exception fault) when (fault is IOException)
        {
            // The site was killed.
        }
    }
}
