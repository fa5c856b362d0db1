using System.Diagnostics;
using System.Globalization;
using Causeway.EndToEnd.Tests.Support;

namespace Causeway.EndToEnd.Tests.CrashLedger;

/// <summary>
/// The client or the sink of the ledger: a process of its own, which ends when its standard input does.
/// </summary>
internal sealed class LedgerProcess : IAsyncDisposable
{
    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "Causeway.Ledger.dll");

    private readonly Process process;
    private readonly Task<string> errors;

    private LedgerProcess(params object[] arguments)
    {
        process = Command.Start(
            "dotnet", [Program, .. arguments.Select(one => Convert.ToString(one, CultureInfo.InvariantCulture)!)]);
        errors = process.StandardError.ReadToEndAsync();
    }

    /// <summary>Hands in messages at the cloud, from the office's address.</summary>
    public static LedgerProcess Client(string record, int connections, int seed) =>
        new("client", record, Hosts.Cloud, Hosts.Office.Address, connections, seed);

    public static LedgerProcess Sink(string record, int seed) => new("sink", record, Hosts.Woodgrove, seed);

    public async Task TellAsync(string line)
    {
        await process.StandardInput.WriteLineAsync(line);
        await process.StandardInput.FlushAsync();
    }

    public async Task EndAsync()
    {
        process.StandardInput.Close();
        await process.WaitForExitAsync().WaitAsync(Patience.Longest);
        Assert.True(process.ExitCode == 0, await errors);
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            process.Kill();
            await process.WaitForExitAsync();
        }

        process.Dispose();
    }
}
