namespace Causeway.Queue.Spooling;

/// <summary>
/// The spool could not store what it was given: nothing of it counts, and the caller must not acknowledge it.
/// </summary>
public sealed class SpoolFaultException : IOException
{
    public SpoolFaultException()
    {
    }

    public SpoolFaultException(string message)
        : base(message)
    {
    }

    public SpoolFaultException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
