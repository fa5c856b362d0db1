using System.Collections.Immutable;

namespace Causeway.Transport.Receiving;

/// <summary>
/// The steps between the last octet of a message and the spool, in their order. Receive and Attribute lie before them
/// (the session), Enqueue and Deliver behind them (the spool and its scheduler).
/// </summary>
public sealed class Journey(ImmutableArray<IStep> steps)
{
    /// <summary>That of every site.</summary>
    public static Journey Of(Tenants tenants) => new(
    [
        new CountHopsStep(), new BorderStep(() => tenants.AuthservIds), new AuthenticateStep(), new SubmissionStep(),
        new RouteStep(), new SealStep(), new SignStep(), new StampStep(),
    ]);

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
