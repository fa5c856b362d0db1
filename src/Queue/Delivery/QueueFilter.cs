namespace Causeway.Queue.Delivery;

/// <summary>
/// Which copies are meant: those to which all that is set applies. A destination is a next hop, or the domain of a
/// recipient; a sender is an address or a domain, empty for the null reverse-path.
/// </summary>
public sealed record QueueFilter
{
    public string? Id { get; init; }

    public string? Destination { get; init; }

    public string? Sender { get; init; }

    public bool IsEmpty => Id is null && Destination is null && Sender is null;

    public bool Matches(PendingCopy copy) =>
        (Id is null || Same(Id, copy.Message.Id))
        && (Destination is null || Same(Destination, copy.Copy.Next)
            || copy.Recipients.Any(recipient => Same(Destination, DomainOf(recipient)) || Same(Destination, recipient)))
        && (Sender is null || Same(Sender, copy.Message.From) || Same(Sender, DomainOf(copy.Message.From)));

    private static bool Same(string one, string other) => one.Equals(other, StringComparison.OrdinalIgnoreCase);

    private static string DomainOf(string address) => address[(address.LastIndexOf('@') + 1)..];
}
