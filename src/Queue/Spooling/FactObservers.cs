using System.Collections.Immutable;
using Causeway.Queue.Facts;
using Microsoft.Extensions.Logging;

namespace Causeway.Queue.Spooling;

/// <summary>Whoever hears the log; one that fails keeps nothing from the others.</summary>
internal sealed class FactObservers(int firstSegment, ILogger logger)
{
    private ImmutableArray<IFactObserver> observers = [];
    private int segment = firstSegment;

    public void Add(IFactObserver observer) => ImmutableInterlocked.Update(ref observers, list => list.Add(observer));

    public void Remove(IFactObserver observer) =>
        ImmutableInterlocked.Update(ref observers, list => list.Remove(observer));

    /// <summary>To be called before a fact of this segment is told.</summary>
    public void TellSegment(int number)
    {
        if (number != segment)
        {
            segment = number;
            Tell(observer => observer.OnSegment(number));
        }
    }

    public void TellGroup(TimeSpan written) => Tell(observer => observer.OnGroup(written));

    public void Tell(Fact fact) => Tell(observer => observer.OnRecorded(fact));

    private void Tell(Action<IFactObserver> what)
    {
        foreach (var observer in observers)
        {
            try
            {
                what(observer);
            }
            catch (Exception error)
            {
                Log.ObserverFailed(logger, observer.GetType().Name, error);
            }
        }
    }
}
