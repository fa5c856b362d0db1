using Causeway.Keeping.Backups;

namespace Causeway.CommandLine;

/// <summary>One line on a terminal that says how far long work is; nothing where stderr is none.</summary>
internal sealed class ProgressLine(string site) : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    private readonly TimeProvider clock = TimeProvider.System;
    private long shown = TimeProvider.System.GetTimestamp();
    private bool isOnLine;

    public void Show(BackupProgress progress)
    {
        if (Console.IsErrorRedirected || clock.GetElapsedTime(shown) < Interval)
        {
            return;
        }

        shown = clock.GetTimestamp();
        isOnLine = true;
        var rest = progress.OfFiles is { } all ? $" of {all}" : "";
        Console.Error.Write($"\r{site}: {progress.What} {progress.Files}{rest} files \u001b[K");
    }

    public void Dispose()
    {
        if (isOnLine)
        {
            Console.Error.Write("\r\u001b[K");
        }
    }
}
