using Causeway.Configuration;
using Causeway.Core.Addresses;
using Causeway.Core.Routing;
using Causeway.Core.Topology;
using Causeway.Directories.Ldap;
using Causeway.Storage;
using Causeway.Transport;
using Causeway.Transport.Foreign;
using Causeway.Watching;

namespace Causeway.Running;

/// <summary>
/// What other products say of their recipients, for every domain whose file names a source: directories that are read
/// in the background, and the next site, which is asked when a recipient is named.
/// </summary>
internal sealed class ForeignSources(SiteName here, string folder, TimeProvider clock)
    : IForeignRecipients, IAsyncDisposable
{
    private readonly Lock gate = new();
    private volatile IReadOnlyList<Followed> followed = [];

    public CallAhead CallAhead { get; } = new(clock);

    public ForeignAnswer Answer(EmailAddress recipient) =>
        followed.Where(one => one.Domain.Covers(recipient.Domain)).MaxBy(one => one.Domain.Name.Value.Length)
            is { } one ? one.Follower.Answer(recipient) : CallAhead.Answer(recipient);

    /// <summary>Reads what the files in force name; a source that is as it was goes on.</summary>
    public async ValueTask FollowAsync(IEnumerable<TopologyFile> files)
    {
        List<Followed> gone;
        lock (gate)
        {
            var next = files.SelectMany(file => file.Organization.Domains
                .Where(domain => domain.TypeAt(here) == DomainType.InternalRelay && domain.UnknownTo != here)
                .Select(domain => Of(file, domain))).OfType<Followed>().ToList();
            gone = [.. followed.Except(next)];
            followed = next;
        }

        foreach (var one in gone)
        {
            await one.Follower.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Every source of the organizations that a site serves.</summary>
    public IEnumerable<SourceSeen> Seen(Tenants tenants) => tenants.All.SelectMany(tenant =>
        tenant.Organization.Domains
            .Where(domain => domain.RecipientsFrom is not null && domain.TypeAt(here) == DomainType.InternalRelay
                && domain.UnknownTo != here)
            .Select(domain => Seen(tenant.Organization.Name, domain)));

    public async ValueTask DisposeAsync()
    {
        await FollowAsync([]).ConfigureAwait(false);
        await CallAhead.DisposeAsync().ConfigureAwait(false);
    }

    private SourceSeen Seen(string organization, AcceptedDomain domain)
    {
        var source = domain.RecipientsFrom!.ToString();
        if (followed.FirstOrDefault(one => one.Organization == organization && one.Domain.Name == domain.Name)
            is { Follower.State: var known })
        {
            return new SourceSeen(
                organization, domain.Name.Value, source, known.Table?.Addresses.Count ?? 0, known.Table?.At,
                known.FailingSince, known.Why);
        }

        var asked = CallAhead.StateOf(organization, domain.Name);
        return new SourceSeen(
            organization, domain.Name.Value, source, asked.Size, asked.LastGood, asked.FailingSince, asked.Why);
    }

    private Followed? Of(TopologyFile file, AcceptedDomain domain)
    {
        if (domain.RecipientsFrom?.Ldap is not { } ldap)
        {
            return null;
        }

        var organization = file.Organization.Name;
        if (followed.FirstOrDefault(one => one.Organization == organization && one.Domain == domain) is { } same)
        {
            return same;
        }

        var reader = new LdapReader(ldap, () => Password(file, ldap), domain);
        var kept = new ForeignFile(new FolderDisk(folder), $"{organization}-{domain.Name}");
        return new Followed(
            organization, domain, new ForeignFollower(reader.Read, kept, ldap.Every, ldap.Limit, clock));
    }

    private static string? Password(TopologyFile file, LdapSource ldap) => ldap.PasswordFile is { } path
        ? File.ReadAllText(file.Beside(path)).TrimEnd('\r', '\n')
        : null;

    private sealed record Followed(string Organization, AcceptedDomain Domain, ForeignFollower Follower);
}
