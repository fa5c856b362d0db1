namespace Causeway.Queue.Spooling;

/// <summary>How far a recorded fact must have come before its caller goes on.</summary>
public enum Durability
{
    /// <summary>In line for the next group; the caller waits only where the line is full.</summary>
    Queued,

    /// <summary>Written: survives the death of the process, not that of the machine.</summary>
    Written,

    /// <summary>Synced: survives the loss of power.</summary>
    Synced,
}
