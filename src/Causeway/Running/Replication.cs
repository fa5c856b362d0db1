using Causeway.Core.Topology;
using Causeway.Dns;
using Causeway.Transport;
using Causeway.Transport.Replicating;
using Microsoft.Extensions.Logging;

namespace Causeway.Running;

/// <summary>
/// A site's part in keeping directories alike: hands out those of which it is the primary, follows the others.
/// </summary>
internal sealed class Replication(
    Tenants tenants, SiteDirectories directories, IResolver resolver, TimeProvider clock, ILoggerFactory loggers)
    : IAsyncDisposable
{
    private readonly Dictionary<string, (Tenant Tenant, Site Primary, ReplicationClient Client)> clients =
        new(StringComparer.Ordinal);

    private ReplicationServer? server;

    /// <summary>The way to the primary of an organization; null where this site follows none.</summary>
    public ReplicationClient? PrimaryOf(string organization)
    {
        lock (clients)
        {
            return clients.TryGetValue(organization, out var one) ? one.Client : null;
        }
    }

    /// <summary>
    /// Opens the endpoints, where these organizations have copies to be told and none are open. They stay where they
    /// were opened first.
    /// </summary>
    /// <exception cref="IOException">An endpoint cannot be had; the message names it.</exception>
    public async Task OpenAsync(
        DirectoryDesk desk, IEnumerable<Organization> organizations, SiteName here, CancellationToken ct)
    {
        var telling = organizations.Where(organization => directories.CopiesOf(organization).Any()).ToList();
        if (server is null && telling.Count > 0)
        {
            var next = new ReplicationServer(tenants, directories.Store, clock, desk.OrderAsync);
            try
            {
                await next.StartAsync(telling.SelectMany(organization => Endpoints(organization[here])).Distinct(), ct)
                    .ConfigureAwait(false);
                server = next;
            }
            catch
            {
                await next.DisposeAsync().ConfigureAwait(false);
                throw;
            }
        }

    }

    /// <summary>Follows from now on the primaries that the files in force name.</summary>
    public async Task FollowAsync()
    {
        var following = tenants.All.Where(tenant => directories.IsCopyOf(tenant.Organization))
            .ToDictionary(tenant => tenant.Organization.Name, StringComparer.Ordinal);
        foreach (var gone in clients.Where(one => following.GetValueOrDefault(one.Key) != one.Value.Tenant
            || !IsReachedAlike(one.Value.Primary, PrimaryOf(one.Value.Tenant))).ToList())
        {
            lock (clients)
            {
                clients.Remove(gone.Key);
            }

            await gone.Value.Client.DisposeAsync().ConfigureAwait(false);
        }

        foreach (var (name, tenant) in following.Where(one => !clients.ContainsKey(one.Key)))
        {
            var client = new ReplicationClient(
                tenant, directories.Store, resolver, clock, loggers.CreateLogger<ReplicationClient>(),
                why => directories.Heard(name, why));
            lock (clients)
            {
                clients.Add(name, (tenant, PrimaryOf(tenant), client));
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var (_, _, client) in clients.Values)
        {
            await client.DisposeAsync().ConfigureAwait(false);
        }

        if (server is not null)
        {
            await server.DisposeAsync().ConfigureAwait(false);
        }
    }

    private static Site PrimaryOf(Tenant tenant) => tenant.Organization[tenant.Organization.Directory];

    private static bool IsReachedAlike(Site one, Site other) =>
        one.Name == other.Name && one.Host == other.Host && one.ReplicationPort == other.ReplicationPort;

    private static IEnumerable<System.Net.IPEndPoint> Endpoints(Site here) =>
        here.Replication.IsEmpty ? ListenAddresses.Everywhere(Site.DefaultReplicationPort) : here.Replication;
}
