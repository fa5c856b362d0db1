using Causeway.Core.Addresses;
using Causeway.Core.Replies;

namespace Causeway.Core.Routing;

/// <summary>What a return address says: the sender that it stands for, or why it is refused.</summary>
public readonly record struct ReturnAddress
{
    private ReturnAddress(EmailAddress? sender, Reason? refusal) => (Sender, Refusal) = (sender, refusal);

    /// <summary>The sender; null exactly where it is refused.</summary>
    public EmailAddress? Sender { get; }

    public Reason? Refusal { get; }

    public static ReturnAddress Of(EmailAddress sender) => new(sender, null);

    public static ReturnAddress Refused(Reason reason) => new(null, reason);
}
