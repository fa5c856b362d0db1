namespace Causeway.Queue.Checking;

/// <summary>What a check of a spool found, and what the log says must be in mailboxes.</summary>
/// <param name="Facts">The whole facts of the log.</param>
/// <param name="Messages">Messages in the queue, whose octets were read.</param>
/// <param name="Delivered">Copies that the log says were put into mailboxes of this site.</param>
public sealed record SpoolReport(
    long Facts, int Messages, IReadOnlyList<SpoolFault> Faults, IReadOnlyList<DeliveredCopy> Delivered);
