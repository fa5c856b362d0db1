using Causeway.Core.Topology;
using Causeway.Queue.Facts;
using Causeway.Queue.Spooling;

namespace Causeway.Lab;

/// <summary>A fact and the site whose log it stands in.</summary>
internal sealed record SiteFact(SiteName Site, Fact Fact);

/// <summary>Hears the logs of several sites, and lets a scenario wait until they say something.</summary>
internal sealed class FactStream
{
    private readonly Lock gate = new();
    private readonly List<SiteFact> facts = [];
    private TaskCompletionSource changed = New();

    /// <summary>The number of facts so far, to look at later ones only.</summary>
    public int Count
    {
        get
        {
            lock (gate)
            {
                return facts.Count;
            }
        }
    }

    /// <summary>What is to hear the log of a site.</summary>
    public IFactObserver Of(SiteName site) => new Observer(this, site);

    public IReadOnlyList<SiteFact> Since(int start)
    {
        lock (gate)
        {
            return facts[start..];
        }
    }

    /// <summary>
    /// Waits until the facts since <paramref name="start"/> fulfil a condition; false after the time.
    /// </summary>
    public async Task<bool> WaitAsync(
        int start, Func<IReadOnlyList<SiteFact>, bool> condition, TimeSpan longest, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(longest);
        while (true)
        {
            Task next;
            IReadOnlyList<SiteFact> seen;
            lock (gate)
            {
                next = changed.Task;
                seen = facts[start..];
            }

            if (condition(seen))
            {
                return true;
            }

            try
            {
                await next.WaitAsync(limit.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (!ct.IsCancellationRequested)
            {
                return false;
            }
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Add(SiteFact fact)
    {
        TaskCompletionSource before;
        lock (gate)
        {
            facts.Add(fact);
            before = changed;
            changed = New();
        }

        before.TrySetResult();
    }

    private sealed class Observer(FactStream stream, SiteName site) : IFactObserver
    {
        public void OnRecorded(Fact fact) => stream.Add(new SiteFact(site, fact));
    }
}
