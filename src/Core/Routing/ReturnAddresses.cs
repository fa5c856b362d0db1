using Causeway.Core.Addresses;
using Causeway.Core.Replies;

namespace Causeway.Core.Routing;

/// <summary>Readers of return addresses where no key is at hand.</summary>
public static class ReturnAddresses
{
    /// <summary>Believes none.</summary>
    public static IReturnAddresses None { get; } = new Unbelieving();

    /// <summary>
    /// Says where an address would lead if its hash and day were good. For explanations only: a site that used it
    /// would relay for everybody.
    /// </summary>
    internal static IReturnAddresses AsClaimed { get; } = new Believing();

    private sealed class Unbelieving : IReturnAddresses
    {
        public ReturnAddress Read(EmailAddress address, SrsAddress parts) =>
            ReturnAddress.Refused(Reason.ReturnAddressNotOurs);
    }

    private sealed class Believing : IReturnAddresses
    {
        public ReturnAddress Read(EmailAddress address, SrsAddress parts) => parts.Sender is { } sender
            ? ReturnAddress.Of(sender)
            : ReturnAddress.Refused(Reason.ReturnAddressNotKept);
    }
}
