using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace Causeway.EndToEnd.Tests.Support;

/// <summary>What a target heard: event, id and subject of an alert.</summary>
internal sealed record Heard(string Event, string Id, string Subject);

/// <summary>
/// Sites of the lab's topology as processes of their own, with low thresholds, which tell a program, a server and a
/// mailbox of alerts.
/// </summary>
internal sealed class AlertedSites : IAsyncDisposable
{
    public const string Password = "a-password-of-the-test";

    private readonly TemporaryFolder folder = new();
    private readonly Names names = new();
    private readonly HttpListener hook = new();
    private readonly List<Heard> posted = [];
    private readonly Dictionary<string, CausewayProcess> running = [];
    private readonly Task serving;
    private readonly string url;

    public AlertedSites()
    {
        url = $"http://127.0.0.1:{FreePort()}/";
        hook.Prefixes.Add(url);
        hook.Start();
        serving = ServeAsync();
        File.WriteAllText(CommandFile, "");
    }

    public string Data => folder.File("data");

    public string CommandFile => folder.File("heard");

    public string Topology(string site) => folder.File($"{site}.yaml");

    public string Csv(string site) => folder.File($"{site}.csv");

    /// <summary>Writes the file by which a site is started, with what the test changes in it.</summary>
    public void Configure(
        string site, string alerts = "", Func<string, string>? change = null, Func<string, string>? changeRows = null,
        string diskFree = "1MiB")
    {
        var text = File.ReadAllText(Repository.LabTopology)
            .Replace("recipients: recipients.csv", $"recipients: {site}.csv", StringComparison.Ordinal);
        text = (change?.Invoke(text) ?? text) + $"""

            alerts:
              command: [/bin/sh, -c, "cat >> {CommandFile}"]
              mail: [{Hosts.Charles}]
              webhook: {url}hook?token=a-secret-token
              neighbour-down: 1s
              settle: 1s
              disk-free: {diskFree}
              {alerts}

            """;
        folder.Write($"{site}.yaml", text);
        var rows = File.ReadAllText(Repository.Path("samples/lab/recipients.csv"));
        folder.Write($"{site}.csv", changeRows?.Invoke(rows) ?? rows);
    }

    /// <summary>Starts a site, by a program that becomes Causeway in the end where one is given.</summary>
    public Task StartAsync(string site, params string[] before) => StartWithAsync(site, [], before);

    public async Task StartWithAsync(string site, string[] options, string[] before)
    {
        string[] up = ["up", folder.File($"{site}.yaml"), "--site", site, "--data", Data, "--lab", .. options];
        running.Add(site, before.Length == 0
            ? await CausewayProcess.StartAsync(up)
            : await CausewayProcess.StartByAsync(before[0], [.. before[1..], Repository.Launcher, .. up]));
    }

    public CausewayProcess Process(string site) => running[site];

    public async Task StopAsync(string site)
    {
        running.Remove(site, out var process);
        await using (process)
        {
            Assert.Equal((0, ""), await process!.StopAsync());
        }
    }

    public async Task SetPasswordAsync(string user)
    {
        var set = await Command.RunAsync(
            Repository.Launcher, ["recipient", "password", user, "--data", Data], Password + "\n");
        Assert.True(set.ExitCode == 0, set.ToString());
    }

    public static async Task SubmitAsync(string user, string to)
    {
        var sent = await Swaks.SubmitAsync(
            Hosts.CloudSubmission, user, to, Mail.New("to be watched").By(user).Octets, "--auth-password", Password);
        Assert.True(sent.ExitCode == Swaks.Done, sent.ToString());
    }

    /// <summary>
    /// What <c>causeway status</c> shows once an alert stands there; a notice alone leaves its exit code 0.
    /// </summary>
    public Task<string> ShownAsync(string id, string? data = null, bool isNotice = false) =>
        Patience.UntilAsync($"{id} in status", async () =>
        {
            var status = await Command.CausewayAsync("status", "--data", data ?? Data);
            if (!status.Output.Contains($"  {id}", StringComparison.Ordinal))
            {
                return null;
            }

            Assert.Equal(isNotice ? 0 : 1, status.ExitCode);
            return status.Output;
        });

    /// <summary>
    /// Waits until an alert is over, and checks that each target heard once that it was raised and once that it was
    /// cleared.
    /// </summary>
    public async Task AssertToldOnceAsync(string id, string subject)
    {
        Heard[] expected = [new("raised", id, subject), new("cleared", id, subject)];
        await Patience.UntilAsync($"the end of {id} at every target", async () =>
            Commanded.Contains(expected[1]) && Posted.Contains(expected[1])
                && (await MailedAsync()).Contains(expected[1]) ? "told" : null);
        Assert.Equal(expected, Commanded.Where(heard => heard.Id == id));
        Assert.Equal(expected, Posted.Where(heard => heard.Id == id));

        // What waits for its home may be overtaken.
        Assert.Equal(
            expected, (await MailedAsync()).Where(heard => heard.Id == id).OrderByDescending(heard => heard.Event));
    }

    /// <summary>Status says that nothing is wrong.</summary>
    public Task<string> AssertQuietAsync() => Patience.UntilAsync("no alert", async () =>
        (await Command.CausewayAsync("status", "--data", Data)) is { ExitCode: 0 } status ? status.Output : null);

    public IReadOnlyList<Heard> Posted
    {
        get
        {
            lock (posted)
            {
                return [.. posted];
            }
        }
    }

    public IReadOnlyList<Heard> Commanded => [.. File.ReadAllLines(CommandFile).Select(Of)];

    public async ValueTask DisposeAsync()
    {
        foreach (var process in running.Values)
        {
            await process.DisposeAsync();
        }

        hook.Close();
        await serving;
        names.Dispose();
        folder.Dispose();
    }

    // A subject is `[cloud] neighbour-down raised: office`.
    private async Task<IReadOnlyList<Heard>> MailedAsync()
    {
        var mailbox = await Command.JsonAsync("mailbox", "list", Hosts.Charles, "--data", Data);
        return [.. mailbox.EnumerateArray().Select(message => message.GetProperty("subject").GetString()!)
            .Where(subject => subject.StartsWith('['))
            .Select(subject => subject.Split(' ', 4))
            .Select(words => new Heard(words[2].TrimEnd(':'), words[1], words[3]))];
    }

    private static Heard Of(string json)
    {
        var alert = JsonSerializer.Deserialize<JsonElement>(json);
        return new Heard(
            Timeline.Text(alert, "event")!, Timeline.Text(alert, "id")!, Timeline.Text(alert, "subject")!);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                var context = await hook.GetContextAsync();
                using var reader = new StreamReader(context.Request.InputStream, Encoding.UTF8);
                var alert = Of(await reader.ReadToEndAsync());
                lock (posted)
                {
                    posted.Add(alert);
                }

                context.Response.Close();
            }
        }
        catch (Exception fault) when (fault is HttpListenerException or ObjectDisposedException)
        {
            // Closed at the end of the test.
        }
    }
}
