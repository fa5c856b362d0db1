namespace Causeway.Core;

/// <summary>
/// What is in force while everything goes on: replacing it changes every decision from then on, and none before.
/// </summary>
public sealed class InForce<T>(T first)
    where T : class
{
    private volatile T current = first;

    public T Current => current;

    public void Replace(T next) => current = next;
}
