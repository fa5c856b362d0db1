using System.Text;
using System.Threading.Channels;

namespace Causeway.Ledger.Processes;

/// <summary>
/// A record that only grows: a line is on the disk before its writer goes on. Lines that wait together share a sync.
/// </summary>
internal sealed class RecordFile : IAsyncDisposable
{
    private readonly FileStream file;
    private readonly Task writing;
    private readonly Channel<(string Line, TaskCompletionSource Done)> waiting =
        Channel.CreateBounded<(string, TaskCompletionSource)>(1000);

    public RecordFile(string path)
    {
        file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read);
        writing = Task.Run(WriteAsync);
    }

    public async Task AppendAsync(string line)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await waiting.Writer.WriteAsync((line, done)).ConfigureAwait(false);
        await done.Task.ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        waiting.Writer.Complete();
        await writing.ConfigureAwait(false);
        await file.DisposeAsync().ConfigureAwait(false);
    }

    private async Task WriteAsync()
    {
        var written = new List<TaskCompletionSource>();
        while (await waiting.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            while (waiting.Reader.TryRead(out var next))
            {
                file.Write(Encoding.UTF8.GetBytes(next.Line + "\n"));
                written.Add(next.Done);
            }

            file.Flush(flushToDisk: true);
            written.ForEach(done => done.SetResult());
            written.Clear();
        }
    }
}
