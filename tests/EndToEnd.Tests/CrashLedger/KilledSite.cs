using Causeway.EndToEnd.Tests.Support;

namespace Causeway.EndToEnd.Tests.CrashLedger;

/// <summary>
/// The site under test: killed with -9 at random moments, while it starts as well, and started again. How far it comes
/// is measured by the client's record, so that a slow machine has its load too.
/// </summary>
internal sealed class KilledSite(string topology, string data, string record, int seed) : IAsyncDisposable
{
    private readonly Random random = new(seed);
    private readonly string[] arguments = ["up", topology, "--site", "cloud", "--data", data, "--lab"];
    private CausewayProcess? running;

    /// <summary>The moments of the kills.</summary>
    public List<DateTimeOffset> Kills { get; } = [];

    public async Task StartAsync() => running = await CausewayProcess.StartAsync(arguments);

    public async Task KillAndStartAsync()
    {
        if (random.Next(5) == 0)
        {
            await KillWhileItStartsAsync();
        }
        else
        {
            await LoadAsync(octets: 16_000);
            await KillAsync();
        }

        await StartAsync();
    }

    public async Task StopAsync() => Assert.Equal((0, ""), await running!.StopAsync());

    public ValueTask DisposeAsync() => running?.DisposeAsync() ?? ValueTask.CompletedTask;

    private async Task KillAsync()
    {
        await running!.KillAsync();
        Kills.Add(TimeProvider.System.GetUtcNow());
        await running.DisposeAsync();
    }

    private async Task KillWhileItStartsAsync()
    {
        await LoadAsync(octets: 4_000);
        await KillAsync();
        using var starting = Command.Start(Repository.Launcher, arguments);
        starting.StandardInput.Close();
        await PassAsync(1200);
        starting.Kill();
        await starting.WaitForExitAsync();
        Kills.Add(TimeProvider.System.GetUtcNow());
    }

    // A message takes about 200 octets of the record.
    private async Task LoadAsync(int octets)
    {
        var target = Length() + random.Next(octets);
        await Patience.UntilAsync("the client to go on", () => Task.FromResult(Length() >= target ? "on" : null));
        await PassAsync(50);
    }

    private long Length() => new FileInfo(record) is { Exists: true, Length: var length } ? length : 0;

    // Other processes do their work meanwhile: there is nothing to ask for but the time.
    private Task PassAsync(int milliseconds) =>
        Task.Delay(random.Next(milliseconds), TestContext.Current.CancellationToken);
}
