using Causeway.Core.Addresses;
using Causeway.Core.Routing;

namespace Causeway.Directories.Ldap;

/// <summary>
/// Reads another product's addresses in the background, again and again. What was read last counts until something
/// better comes; it outlives a restart.
/// </summary>
public sealed class ForeignFollower : IAsyncDisposable
{
    private static readonly TimeSpan AfterFailure = TimeSpan.FromMinutes(1);

    private readonly Func<IReadOnlySet<EmailAddress>> read;
    private readonly ForeignFile file;
    private readonly TimeSpan every;
    private readonly TimeSpan limit;
    private readonly TimeProvider clock;
    private readonly CancellationTokenSource stopping = new();
    private readonly Task following;
    private volatile ForeignState state;

    /// <param name="read">Blocks; an <see cref="IOException"/> says why there is nothing.</param>
    /// <param name="file">Where the last good copy lies.</param>
    /// <param name="every">How long to wait between two readings.</param>
    /// <param name="limit">From which age on a copy does not say any more who does not exist.</param>
    public ForeignFollower(
        Func<IReadOnlySet<EmailAddress>> read, ForeignFile file, TimeSpan every, TimeSpan limit, TimeProvider clock)
    {
        this.read = read;
        this.file = file;
        this.every = every;
        this.limit = limit;
        this.clock = clock;
        state = new ForeignState(null, null, null);
        following = FollowAsync();
    }

    public ForeignState State => state;

    public ForeignAnswer Answer(EmailAddress recipient) =>
        state.Table?.Answer(recipient, clock.GetUtcNow(), limit) ?? ForeignAnswer.NotSaid;

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync().ConfigureAwait(false);

        // A reading that is under way ends by its own limit of time; nobody waits for it.
        await following.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stopping.Dispose();
    }

    private async ValueTask<ForeignTable?> KeptAsync()
    {
        try
        {
            return await file.ReadAsync(stopping.Token).ConfigureAwait(false);
        }
        catch (IOException)
        {
            return null;
        }
    }

    private async Task FollowAsync()
    {
        state = new ForeignState(await KeptAsync().ConfigureAwait(false), null, null);
        while (true)
        {
            // The library blocks, and the pool has few threads on a small machine.
            var reading = Task.Factory.StartNew(
                Read, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            await reading.WaitAsync(stopping.Token).ConfigureAwait(false);
            var rest = state.FailingSince is null || every < AfterFailure ? every : AfterFailure;
            await Task.Delay(rest, clock, stopping.Token).ConfigureAwait(false);
        }
    }

    private void Read()
    {
        try
        {
            var addresses = read();
            if (addresses.Count == 0 && state.Table is { Addresses.Count: > 0 })
            {
                // Mostly a right that was taken away. Nobody at all would be a reason to bounce everything.
                throw new IOException("no address is found any more; see who may read, and the filter");
            }

            var table = new ForeignTable(clock.GetUtcNow(), addresses);
            file.Write(table);
            state = new ForeignState(table, null, null);
        }
        catch (Exception fault)
        {
            // Whatever it was, the next reading may fare better, and what is known goes on counting.
            state = state with { FailingSince = state.FailingSince ?? clock.GetUtcNow(), Why = fault.Message };
        }
    }
}
