namespace Causeway.Core.Addresses;

/// <summary>The forms in which SRS writes a return address.</summary>
public enum SrsKind
{
    /// <summary><c>SRS0=HASH=DAY=domain=local</c>: made from the sender's own address.</summary>
    First,

    /// <summary>
    /// <c>SRS1=HASH=domain==...</c>: made from the SRS0 address of another forwarder, to whom it leads.
    /// </summary>
    Further,

    /// <summary>
    /// <c>bounces+SRS=HASH=DAY</c>: made where the others would be too long; who made it knows the address.
    /// </summary>
    Remembered,
}
