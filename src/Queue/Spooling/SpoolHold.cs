namespace Causeway.Queue.Spooling;

/// <summary>Ends once what it was made to end.</summary>
internal sealed class SpoolHold(Action end) : IDisposable
{
    private Action? end = end;

    public void Dispose() => Interlocked.Exchange(ref end, null)?.Invoke();
}
