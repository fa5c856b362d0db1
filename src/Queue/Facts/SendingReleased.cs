namespace Causeway.Queue.Facts;

/// <summary>An administrator let a sender send again: what it sent before counts for no limit any more.</summary>
public sealed record SendingReleased : Fact
{
    /// <summary>The user of the operating system who asked for it.</summary>
    public required string Who { get; init; }

    public required string Organization { get; init; }

    /// <summary>The address of the user's mailbox, or the name of the site.</summary>
    public required string Sender { get; init; }

    public bool IsSite { get; init; }
}
