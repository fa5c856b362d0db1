using Causeway.Core.Addresses;
using Causeway.Core.Routing;
using Causeway.Core.Topology;
using Causeway.Queue.Delivery;
using Causeway.Queue.Facts;
using Causeway.Transport;
using Causeway.Transport.Delivering;

namespace Causeway.Running;

/// <summary>From which pool a copy in the queue is to leave, as its delivery will choose it.</summary>
internal sealed class QueuedPools(Tenants tenants)
{
    /// <summary>Null for a copy that does not leave for the Internet, and where the site has no pools.</summary>
    public string? Of(PendingCopy pending)
    {
        if (pending.Copy.Kind != DestinationKind.Internet
            || tenants.Named(pending.Message.Organization) is not { Here: { Pools.IsEmpty: false } here } tenant
            || !ReversePath.TryParse(pending.Message.From, out var from))
        {
            return null;
        }

        var choice = PoolChoice.Of(tenant.Organization, here, LeavingMail.Of(pending.Message, from));
        var addresses = here.Pools[choice.Pool];
        return OutboundPools.Word(choice.Pool)
            + (addresses.IsEmpty ? "" : $" ({string.Join(", ", addresses)})") + $": {choice.Why}";
    }
}
