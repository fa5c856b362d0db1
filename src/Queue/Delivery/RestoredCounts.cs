namespace Causeway.Queue.Delivery;

/// <summary>What stands in the queue of a restored site, counted by recipients.</summary>
/// <param name="FoundDelivered">The log did not know it yet, and the mailbox has it.</param>
/// <param name="Waiting">To be tried when the site starts.</param>
/// <param name="Held">Held for the administrator, <paramref name="HeldNow"/> of them by the restore.</param>
public sealed record RestoredCounts(int FoundDelivered, int Waiting, int Held, int HeldNow);
