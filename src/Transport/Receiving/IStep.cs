namespace Causeway.Transport.Receiving;

/// <summary>One named step of a message's journey, pure: from what is known to what is known after it.</summary>
public interface IStep
{
    string Name { get; }

    Incoming Take(Incoming message);
}
