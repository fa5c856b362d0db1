namespace Causeway.Ledger.Forgetting;

/// <summary>The machine is down: nothing reaches the disk any more, and nothing comes from it.</summary>
public sealed class CrashException : IOException
{
    public CrashException()
        : base("The simulated machine is down.")
    {
    }

    public CrashException(string message)
        : base(message)
    {
    }

    public CrashException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
