using Causeway.Authentication.Srs;
using Causeway.Core.Addresses;
using Causeway.Core.Replies;
using Causeway.Core.Routing;
using Causeway.Core.Topology;
using Causeway.Transport.Identity;

namespace Causeway.Transport.Forwarding;

/// <summary>
/// The return addresses of one organization: makes them for what leaves, and reads those that come back. The secret
/// follows from the one that the organization's sites share, so that every site of ours knows a genuine one.
/// </summary>
internal sealed class SiteReturns(Func<TraceKey> key, RememberedSenders remembered, TimeProvider clock)
    : IReturnAddresses
{
    private const string Purpose = "causeway return addresses";

    private SenderRewriting Rewriting => new(new SrsKey(key().Derive(Purpose)), clock);

    public ReturnAddress Read(EmailAddress address, SrsAddress parts)
    {
        if (parts.Kind != SrsKind.Remembered)
        {
            return Answer(Rewriting.Check(parts), parts.Sender!.Value);
        }

        return remembered.Find(parts, clock.GetUtcNow()) is { } sender
            ? Answer(Rewriting.Check(parts, sender), sender)
            : ReturnAddress.Refused(Reason.ReturnAddressNotKept);
    }

    /// <summary>
    /// The reverse-path under which mail leaves for the Internet (rule 2): its own where it is null or ours, else a
    /// return address in the first domain of ours; null where there is no room to remember the sender.
    /// </summary>
    public async ValueTask<ReversePath?> LeaveAsync(Snapshot snapshot, ReversePath from)
    {
        if (!snapshot.MustRewrite(from) || from.Address is not { } sender
            || snapshot.ReturnDomain is not { } domain)
        {
            return from;
        }

        if (Rewriting.Rewrite(sender, domain) is { } address)
        {
            return new ReversePath(address);
        }

        var brief = Rewriting.Remember(sender, domain);
        return SrsAddress.TryParse(brief, out var parts)
            && await remembered.RememberAsync(parts, sender, clock.GetUtcNow()).ConfigureAwait(false)
                ? new ReversePath(brief)
                : null;
    }

    private static ReturnAddress Answer(SrsVerdict verdict, EmailAddress sender) => verdict switch
    {
        SrsVerdict.Genuine => ReturnAddress.Of(sender),
        SrsVerdict.TooOld => ReturnAddress.Refused(Reason.ReturnAddressTooOld),
        _ => ReturnAddress.Refused(Reason.ReturnAddressNotOurs),
    };
}
