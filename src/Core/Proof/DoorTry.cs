using Causeway.Core.Addresses;
using Causeway.Core.Topology;

namespace Causeway.Core.Proof;

/// <summary>What a running site answered to a stranger who asked for a recipient, without sending anything.</summary>
/// <param name="IsFirst">True for the first site of inbound, where strangers are welcome.</param>
/// <param name="Reply">To RCPT TO, or to what came before it where that was refused already.</param>
public sealed record DoorTry(SiteName Site, bool IsFirst, EmailAddress Recipient, string Reply, bool IsTaken)
{
    public bool IsAsItShould => IsTaken == IsFirst;
}
