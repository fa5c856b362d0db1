namespace Causeway.Core;

/// <summary>
/// What is in force while everything goes on: replacing it changes every decision from then on, and none before.
/// </summary>
public sealed class InForce<T>(T first)
    where T : class
{
    private readonly Lock gate = new();
    private volatile T current = first;

    public T Current => current;

    public void Replace(T next)
    {
        lock (gate)
        {
            current = next;
        }
    }

    /// <summary>Puts in force what is made of what is, with nobody else's change between the two.</summary>
    public void Change(Func<T, T> next)
    {
        lock (gate)
        {
            current = next(current);
        }
    }
}
