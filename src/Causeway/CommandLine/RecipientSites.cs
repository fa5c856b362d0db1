using Causeway.Admin;

namespace Causeway.CommandLine;

/// <summary>
/// The running sites that can be asked about recipients: for each organization the one that keeps its directory, or
/// another that knows more of it than valid addresses, or any.
/// </summary>
internal sealed class RecipientSites : IDisposable
{
    // No address has it, so that a site says whom it serves and nothing else.
    private const string Nobody = "\0";

    private readonly List<ApiClient> clients = [];

    private RecipientSites()
    {
    }

    /// <summary>For each organization, the site to ask.</summary>
    public IReadOnlyList<(DirectoryListing Organization, ApiClient Site)> All { get; private set; } = [];

    /// <summary>The running sites; null, with a message on stderr, without any.</summary>
    public static async Task<RecipientSites?> OpenAsync(string data, CancellationToken ct)
    {
        var sites = await TryOpenAsync(data, ct).ConfigureAwait(false);
        if (sites.All.Count > 0)
        {
            return sites;
        }

        sites.Dispose();
        if (DataFolder.Folders(data).Count == 0)
        {
            DataFolder.SayNoSite(data);
        }
        else
        {
            Console.Error.WriteLine($"causeway: no site runs with data in {data}; start one with `causeway up`.");
        }

        return null;
    }

    /// <summary>The running sites; there may be none.</summary>
    public static async Task<RecipientSites> TryOpenAsync(string data, CancellationToken ct)
    {
        var folders = DataFolder.Folders(data);
        var sites = new RecipientSites();
        sites.clients.AddRange(folders.Select(ApiClient.TryOpen).OfType<ApiClient>());
        var found = new List<(DirectoryListing Organization, ApiClient Site)>();
        foreach (var client in sites.clients)
        {
            found.AddRange((await client.ListRecipientsAsync(null, Nobody, ct).ConfigureAwait(false))
                .Select(listing => (listing, client)));
        }

        sites.All =
        [
            .. found.GroupBy(one => one.Organization.Organization, StringComparer.Ordinal).Select(group => group
                .OrderByDescending(one => one.Organization.Site == one.Organization.Primary)
                .ThenByDescending(one => one.Organization.IsWhole).First()),
        ];
        return sites;
    }

    /// <summary>
    /// The organization of this name, or without one that of the address, or the only one; null, with a message on
    /// stderr, where that is none.
    /// </summary>
    public (DirectoryListing Organization, ApiClient Site)? Choose(string? organization, string? address)
    {
        var domain = address?[(address.LastIndexOf('@') + 1)..] ?? "";
        var matching = organization is not null ? All.Where(one => one.Organization.Organization == organization)
            : All.Count == 1 ? All
            : All.Where(one => one.Organization.Domains.Any(accepted => Covers(accepted, domain)));
        var chosen = matching.Take(2).ToList();
        if (chosen.Count == 1)
        {
            return chosen[0];
        }

        Console.Error.WriteLine("causeway: the sites here serve "
            + $"{string.Join(", ", All.Select(one => one.Organization.Organization))}; say which with --organization.");
        return null;
    }

    public void Dispose() => clients.ForEach(client => client.Dispose());

    private static bool Covers(string accepted, string domain) =>
        string.Equals(accepted, domain, StringComparison.OrdinalIgnoreCase)
        || domain.EndsWith($".{accepted}", StringComparison.OrdinalIgnoreCase);
}
