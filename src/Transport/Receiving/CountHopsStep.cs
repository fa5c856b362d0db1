using Causeway.Core.Replies;
using Causeway.Mail;

namespace Causeway.Transport.Receiving;

/// <summary>Cuts loops through strangers by the number of Received fields (RFC 5321 section 6.3).</summary>
public sealed class CountHopsStep : IStep
{
    private const int Most = 100;

    public string Name => "Receive";

    public Incoming Take(Incoming message) => ReceivedField.Count(message.Header) >= Most
        ? message with { Refusal = ReplyTable.For(Reason.TooManyHops) }
        : message;
}
