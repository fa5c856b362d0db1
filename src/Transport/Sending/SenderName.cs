using Causeway.Core.Addresses;
using Causeway.Core.Topology;

namespace Causeway.Transport.Sending;

/// <summary>Whose sending is counted: a user by the address of the mailbox, or a site by its name.</summary>
public readonly record struct SenderName
{
    private SenderName(string organization, string name, bool isSite) =>
        (Organization, Name, IsSite) = (organization, name, isSite);

    public string Organization { get; }

    public string Name { get; }

    public bool IsSite { get; }

    public static SenderName Of(string organization, SiteName site) => new(organization, site.Value, isSite: true);

    /// <summary>The user's mailbox, by whichever of its addresses the user signed in.</summary>
    public static SenderName Of(Tenant tenant, EmailAddress user) => new(
        tenant.Organization.Name,
        (tenant.Snapshot.Recipients.Find(user)?.Address ?? user).ToString().ToLowerInvariant(), isSite: false);
}
