namespace Causeway.EndToEnd.Tests.Support;

/// <summary>How long the tests wait for something that another process does.</summary>
internal static class Patience
{
    /// <summary>Longer than anything takes; whoever waits that long has found a fault.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(50);

    /// <summary>
    /// Asks until there is an answer. For what another process does without a signal to us; throws after the time.
    /// </summary>
    public static async Task<T> UntilAsync<T>(string what, Func<Task<T?>> ask, TimeSpan? longest = null)
        where T : class
    {
        var clock = TimeProvider.System;
        var started = clock.GetTimestamp();
        while (true)
        {
            if (await ask() is { } answer)
            {
                return answer;
            }

            if (clock.GetElapsedTime(started) > (longest ?? Longest))
            {
                throw new TimeoutException($"Waited in vain for {what}.");
            }

            await Task.Delay(Step, clock, TestContext.Current.CancellationToken);
        }
    }
}
