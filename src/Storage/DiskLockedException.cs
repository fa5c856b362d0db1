namespace Causeway.Storage;

/// <summary>Another process holds the folder.</summary>
public sealed class DiskLockedException : IOException
{
    public DiskLockedException()
    {
    }

    public DiskLockedException(string message)
        : base(message)
    {
    }

    public DiskLockedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
