namespace Causeway.Transport.Submission;

/// <summary>
/// Bounds how much of the machine goes into key derivations: a few at once, a few more that wait a little, and the
/// rest are turned away, so that guessing passwords cannot stop the mail.
/// </summary>
public sealed class KeyDerivations(int atOnce, int mayWait, TimeSpan patience, TimeProvider clock) : IDisposable
{
    private readonly SemaphoreSlim free = new(atOnce);
    private int present;

    /// <summary>Half of the machine, and at least one core.</summary>
    public static KeyDerivations OfMachine(TimeProvider clock) =>
        new(Math.Max(1, Environment.ProcessorCount / 2), 32, TimeSpan.FromSeconds(20), clock);

    /// <summary>Runs it on a thread of the pool; false where too many are under way.</summary>
    public async ValueTask<(bool HasRun, T? Result)> RunAsync<T>(Func<T> derive, CancellationToken ct)
    {
        if (Interlocked.Increment(ref present) > atOnce + mayWait)
        {
            Interlocked.Decrement(ref present);
            return (false, default);
        }

        try
        {
            using var limit = new CancellationTokenSource(patience, clock);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, ct);
            try
            {
                await free.WaitAsync(either.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (!ct.IsCancellationRequested)
            {
                return (false, default);
            }

            try
            {
                return (true, await Task.Run(derive, ct).ConfigureAwait(false));
            }
            finally
            {
                free.Release();
            }
        }
        finally
        {
            Interlocked.Decrement(ref present);
        }
    }

    public void Dispose() => free.Dispose();
}
