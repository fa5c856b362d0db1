using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace Causeway.EndToEnd.Tests.Support;

/// <summary>What a command left behind: exit code, the octets of stdout, the text of stderr.</summary>
internal sealed record CommandResult(int ExitCode, byte[] Octets, string Error)
{
    public string Output => Encoding.UTF8.GetString(Octets);

    public JsonElement Json => JsonSerializer.Deserialize<JsonElement>(Octets);

    public override string ToString() => $"exit {ExitCode}\n{Output}\n{Error}";
}

/// <summary>Runs a program to its end.</summary>
internal static class Command
{
    /// <summary><c>./causeway ARGUMENTS</c>.</summary>
    public static Task<CommandResult> CausewayAsync(params string[] arguments) =>
        RunAsync(Repository.Launcher, arguments);

    /// <summary><c>./causeway ARGUMENTS --json</c>, which must answer yes.</summary>
    public static async Task<JsonElement> JsonAsync(params string[] arguments)
    {
        var result = await CausewayAsync([.. arguments, "--json"]);
        Assert.True(result.ExitCode == 0, result.ToString());
        return result.Json;
    }

    public static async Task<CommandResult> RunAsync(
        string program, IEnumerable<string> arguments, string? input = null, Func<Process, Task>? watch = null,
        TimeSpan? longest = null)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(longest ?? Patience.Longest * 3);
        using var process = Start(program, arguments);
        try
        {
            var watching = watch?.Invoke(process) ?? Task.CompletedTask;
            using var octets = new MemoryStream();
            var output = process.StandardOutput.BaseStream.CopyToAsync(octets, limit.Token);
            var error = process.StandardError.ReadToEndAsync(limit.Token);
            await process.StandardInput.WriteAsync(input);
            process.StandardInput.Close();
            await output;
            var text = await error;
            await process.WaitForExitAsync(limit.Token);
            await watching;
            return new CommandResult(process.ExitCode, octets.ToArray(), text);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    public static Process Start(string program, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        return Process.Start(start)!;
    }
}
