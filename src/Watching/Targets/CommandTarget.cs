using System.Collections.Immutable;
using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Causeway.Watching.Alerts;

namespace Causeway.Watching.Targets;

/// <summary>
/// Runs a program for each piece of news, with the alert as one line of JSON on its standard input. Called once: a
/// program that hangs is killed, and may have done its work.
/// </summary>
public sealed class CommandTarget(ImmutableArray<string> command, TimeProvider clock, TimeSpan? limit = null)
    : IAlertTarget
{
    private const int MostSaid = 300;

    private readonly ImmutableArray<string> command = command;
    private readonly TimeSpan limit = limit ?? TimeSpan.FromSeconds(30);

    public string Name => $"command {Path.GetFileName(command[0])}";

    public bool IsSameAs(IAlertTarget other) =>
        other is CommandTarget another && another.command.SequenceEqual(command);

    public TimeSpan Pause(DateTimeOffset now) => TimeSpan.Zero;

    public async Task<string?> TellAsync(IReadOnlyList<AlertNews> news, CancellationToken ct)
    {
        foreach (var one in news)
        {
            if (await RunAsync(AlertMessage.Write(one), ct).ConfigureAwait(false) is { } why)
            {
                return why;
            }
        }

        return null;
    }

    private async Task<string?> RunAsync(byte[] message, CancellationToken ct)
    {
        using var process = new Process { StartInfo = Start() };
        try
        {
            process.Start();
        }
        catch (Win32Exception fault)
        {
            return $"{command[0]} could not be started: {fault.Message}";
        }

        using var deadline = new CancellationTokenSource(limit, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, ct);
        try
        {
            // Both are read, so that a program that says much does not wait for a reader.
            var said = ReadAsync(process.StandardError, either.Token);
            _ = ReadAsync(process.StandardOutput, either.Token);
            await WriteAsync(process, message, either.Token).ConfigureAwait(false);
            await process.WaitForExitAsync(either.Token).ConfigureAwait(false);
            return process.ExitCode == 0
                ? null
                : Failed(process.ExitCode, await said.ConfigureAwait(false));
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            ct.ThrowIfCancellationRequested();
            return $"{command[0]} ran for longer than {Judge.Span(limit)} and was killed";
        }
    }

    private string Failed(int exitCode, string said) => string.Create(
        CultureInfo.InvariantCulture, $"{command[0]} ended with exit code {exitCode}: {said}");

    private ProcessStartInfo Start() => new(command[0], command.Skip(1))
    {
        RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        StandardErrorEncoding = Encoding.UTF8,
    };

    // A program need not read what it is told.
    private static async Task WriteAsync(Process process, byte[] message, CancellationToken ct)
    {
        try
        {
            var input = process.StandardInput.BaseStream;
            await using (input.ConfigureAwait(false))
            {
                await input.WriteAsync(message, ct).ConfigureAwait(false);
                await input.WriteAsync("\n"u8.ToArray(), ct).ConfigureAwait(false);
            }
        }
        catch (IOException)
        {
        }
    }

    private static async Task<string> ReadAsync(StreamReader reader, CancellationToken ct)
    {
        var kept = new StringBuilder();
        var buffer = new char[1024];
        try
        {
            while (await reader.ReadAsync(buffer, ct).ConfigureAwait(false) is > 0 and var read)
            {
                kept.Append(buffer.AsSpan(0, Math.Min(read, MostSaid - kept.Length)));
            }
        }
        catch (Exception fault) when (fault is OperationCanceledException or IOException)
        {
            // Killed, or gone: what was said so far is all there is.
        }

        return string.Concat(kept.ToString().Select(c => char.IsControl(c) ? ' ' : c)).Trim();
    }
}
