using Causeway.Queue.Facts;

namespace Causeway.Tracing;

/// <summary>The words of a trace: events, and outcomes.</summary>
public static class TraceWords
{
    /// <summary>A site accepted the message.</summary>
    public const string Receive = "RECEIVE";

    /// <summary>What SPF, DKIM, DMARC and ARC said of a message from the outside.</summary>
    public const string Authenticate = "AUTHENTICATE";

    /// <summary>The message was signed (DKIM) for its way to the Internet.</summary>
    public const string Sign = "SIGN";

    /// <summary>Routing decided for one copy, and why.</summary>
    public const string Route = "ROUTE";

    /// <summary>The next hop answered 250.</summary>
    public const string Relay = "RELAY";

    /// <summary>The message stands in a mailbox.</summary>
    public const string Deliver = "DELIVER";

    /// <summary>An attempt failed for now.</summary>
    public const string Defer = "DEFER";

    /// <summary>The message is held for the administrator.</summary>
    public const string Hold = "HOLD";

    /// <summary>The sender was told that the message could not be delivered.</summary>
    public const string Bounce = "BOUNCE";

    /// <summary>The sender was told of something that ends nothing: a delay, or that a group was expanded.</summary>
    public const string Notice = "NOTICE";

    /// <summary>An administrator dropped the message.</summary>
    public const string Drop = "DROP";

    /// <summary>A command was refused.</summary>
    public const string Refuse = "REFUSE";

    public const string Delivered = "delivered";

    public const string Relayed = "relayed";

    public const string Pending = "pending";

    public const string Held = "held";

    public const string Bounced = "bounced";

    public const string Dropped = "dropped";

    public const string Refused = "refused";

    /// <summary>The words for what became of a message, the worst first.</summary>
    public static IReadOnlyList<string> Outcomes { get; } =
        [Held, Pending, Bounced, Dropped, Delivered, Relayed, Refused];

    internal static string StateOf(Outcome outcome) => outcome switch
    {
        Outcome.Delivered => Delivered,
        Outcome.Relayed => Relayed,
        Outcome.Deferred => Pending,
        Outcome.Bounced => Bounced,
        Outcome.Dropped => Dropped,
        _ => Held,
    };
}
