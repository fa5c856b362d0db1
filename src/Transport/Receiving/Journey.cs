using System.Collections.Immutable;

namespace Causeway.Transport.Receiving;

/// <summary>
/// The steps between the last octet of the header and the spool, in their order. Receive and Attribute lie before them
/// (the session), Enqueue and Deliver behind them (the spool and its scheduler).
/// </summary>
public sealed class Journey(ImmutableArray<IStep> steps)
{
    public ImmutableArray<IStep> Steps => steps;

    /// <summary>Takes every step until one refuses.</summary>
    public Incoming Take(Incoming message)
    {
        foreach (var step in steps)
        {
            message = step.Take(message);
            if (message.Refusal is not null)
            {
                break;
            }
        }

        return message;
    }
}
