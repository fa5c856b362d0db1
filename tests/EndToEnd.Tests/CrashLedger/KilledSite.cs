using Causeway.EndToEnd.Tests.Support;

namespace Causeway.EndToEnd.Tests.CrashLedger;

/// <summary>
/// The site under test: killed with -9 at random moments, while it starts as well, and started again.
/// </summary>
internal sealed class KilledSite(string topology, string data, int seed) : IAsyncDisposable
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
            await PassAsync(100, 1500);
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
        await PassAsync(100, 400);
        await KillAsync();
        using var starting = Command.Start(Repository.Launcher, arguments);
        starting.StandardInput.Close();
        await PassAsync(200, 1200);
        starting.Kill();
        await starting.WaitForExitAsync();
        Kills.Add(TimeProvider.System.GetUtcNow());
    }

    // Other processes do their work meanwhile: there is nothing to ask for but the time.
    private Task PassAsync(int shortest, int longest) =>
        Task.Delay(random.Next(shortest, longest), TestContext.Current.CancellationToken);
}
