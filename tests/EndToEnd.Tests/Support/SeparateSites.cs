namespace Causeway.EndToEnd.Tests.Support;

/// <summary>Filter, cloud, office and the outside, each a process of its own, started with <c>up</c>.</summary>
public sealed class SeparateSites : IAsyncLifetime
{
    public const string Password = "a-password-of-the-test";

    private readonly TemporaryFolder folder = new();
    private readonly Dictionary<string, CausewayProcess> running = [];
    private Names? names;

    internal DataFolder Data => new(folder.Path);

    public async ValueTask InitializeAsync()
    {
        await LabAddresses.WaitUntilFreeAsync();
        names = new Names();
        await Task.WhenAll(((string[])["filter", "cloud", "office", "internet-mta"]).Select(StartAsync));
        foreach (var user in (string[])[Hosts.Ada, Hosts.Grace])
        {
            var set = await Command.RunAsync(
                Repository.Launcher, ["recipient", "password", user, "--data", folder.Path], Password + "\n");
            Assert.True(set.ExitCode == 0, set.ToString());
        }
    }

    internal async Task StartAsync(string site)
    {
        var file = site == "internet-mta" ? Repository.OutsideTopology : Repository.LabTopology;
        var process = await CausewayProcess.StartAsync("up", file, "--site", site, "--data", folder.Path, "--lab");
        lock (running)
        {
            running.Add(site, process);
        }
    }

    internal async Task StopAsync(string site)
    {
        await using var process = Remove(site);
        Assert.Equal((0, ""), await process.StopAsync());
    }

    internal async Task KillAsync(string site)
    {
        await using var process = Remove(site);
        await process.KillAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in running.Values)
        {
            await process.DisposeAsync();
        }

        names?.Dispose();
        folder.Dispose();
    }

    private CausewayProcess Remove(string site)
    {
        lock (running)
        {
            Assert.True(running.Remove(site, out var process));
            return process;
        }
    }
}
