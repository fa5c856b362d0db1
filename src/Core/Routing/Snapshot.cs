using System.Collections.Immutable;
using Causeway.Core.Addresses;
using Causeway.Core.Topology;

namespace Causeway.Core.Routing;

/// <summary>What a routing decision may look at: the organization's model and one copy of its directory.</summary>
public sealed record Snapshot(Organization Organization, IRecipientDirectory Recipients)
{
    /// <summary>What other products say of their recipients.</summary>
    public IForeignRecipients Foreign { get; init; } = ForeignRecipients.NotAsked;

    /// <summary>The return addresses that this site made.</summary>
    public IReturnAddresses Returns { get; init; } = ReturnAddresses.None;

    /// <summary>The record that an address belongs to, its proxies and plus addresses included.</summary>
    public Recipient? Owner(EmailAddress address) => Recipients.Lookup(address)?.Record;

    /// <summary>
    /// True where the copy is older than its limit: what it holds still counts, what it does not hold may exist.
    /// </summary>
    public bool IsRecipientsStale { get; init; }

    /// <summary>
    /// The accepted domains of which nobody has proved yet that they are the organization's. None where a file alone is
    /// judged.
    /// </summary>
    public ImmutableHashSet<DomainName> Unproved { get; init; } = [];

    /// <summary>The domain of return addresses: one that is proved, if any is.</summary>
    public DomainName? ReturnDomain =>
        Organization.PublicDomains.FirstOrDefault(domain => !Unproved.Contains(domain.Name))?.Name
        ?? Organization.ReturnDomain;

    /// <summary>True where mail with this reverse-path leaves under a rewritten one (rule 2).</summary>
    public bool MustRewrite(ReversePath from) => Organization.MustRewrite(from, Unproved);

    /// <summary>
    /// True for an address in an accepted domain that is not proved yet, which neither receives nor sends.
    /// </summary>
    public bool IsUnproved(DomainName domain) =>
        !Unproved.IsEmpty && Organization.Accepted(domain) is { Name: var name } && Unproved.Contains(name);
}
