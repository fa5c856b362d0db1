using System.Text.Json;

namespace Causeway.EndToEnd.Tests.Support;

/// <summary>One <c>lab --serve</c> for all tests of a class.</summary>
public sealed class ServedLab : IAsyncLifetime
{
    private readonly TemporaryFolder folder = new();
    private CausewayProcess? process;

    internal DataFolder Data => new(folder.Path);

    internal JsonElement Description =>
        JsonSerializer.Deserialize<JsonElement>(File.ReadAllText(folder.File("lab.json")));

    /// <summary>What it wrote to its log.</summary>
    internal string Errors => process!.Errors;

    public async ValueTask InitializeAsync()
    {
        await LabAddresses.WaitUntilFreeAsync();
        process = await CausewayProcess.StartAsync("lab", "--serve", "--data", folder.Path);
    }

    /// <summary>Ends the lab by SIGTERM, if it still runs.</summary>
    internal async Task<(int ExitCode, string Output)> StopAsync()
    {
        var end = await process!.StopAsync();
        await process.DisposeAsync();
        process = null;
        return end;
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            if (process is not null)
            {
                Assert.Equal((0, ""), await StopAsync());
            }
        }
        finally
        {
            if (process is not null)
            {
                await process.DisposeAsync();
            }

            folder.Dispose();
        }
    }
}
