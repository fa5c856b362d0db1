using Causeway.Core.Addresses;
using Causeway.Core.Replies;
using Causeway.Core.Routing;

namespace Causeway.Core.Proof;

/// <summary>
/// Stands for the key that the proof has not: the hash of a genuine return address is the word that
/// <see cref="RecipientClasses"/> writes there.
/// </summary>
internal sealed class ReturnsOfTheProof : IReturnAddresses
{
    public ReturnAddress Read(EmailAddress address, SrsAddress parts) =>
        parts is { Hash: "genuine", Sender: { } sender }
            ? ReturnAddress.Of(sender)
            : ReturnAddress.Refused(Reason.ReturnAddressNotOurs);
}
