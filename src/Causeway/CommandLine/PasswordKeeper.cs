using Causeway.Admin;
using Causeway.Transport.Submission;

namespace Causeway.CommandLine;

/// <summary>The way to the directory that keeps a user's passwords, and what it says of them.</summary>
internal sealed class PasswordKeeper : IDisposable
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(50);

    private readonly RecipientSites sites;
    private readonly ApiClient site;
    private readonly string organization;
    private readonly string user;
    private readonly string data;

    private PasswordKeeper(
        RecipientSites sites, ApiClient site, string organization, string user, string data, DirectoryAnswer answer)
    {
        (this.sites, this.site, this.organization, this.user, this.data) = (sites, site, organization, user, data);
        Answer = answer;
    }

    public DirectoryAnswer Answer { get; }

    /// <summary>Which passwords the user has; null where the directory does not say.</summary>
    public PasswordsSeen? Passwords => Answer.Passwords;

    /// <summary>Null, with a message on stderr, where no site runs or it is not clear whose user is meant.</summary>
    public static async Task<PasswordKeeper?> OpenAsync(
        string data, string? organization, string user, CancellationToken ct)
    {
        var sites = await RecipientSites.OpenAsync(data, ct).ConfigureAwait(false);
        if (sites?.Choose(organization, user) is not var (listed, site))
        {
            sites?.Dispose();
            return null;
        }

        var answer = await site.OrderAsync(
            new DirectoryOrder
            {
                Organization = listed.Organization, Kind = DirectoryOrderKind.ListPasswords, Addresses = [user],
            }, ct).ConfigureAwait(false);
        return new PasswordKeeper(sites, site, listed.Organization, user, data, answer);
    }

    public int SayWhyNot()
    {
        Say(Answer);
        return ExitCode.No;
    }

    /// <summary>Has it changed, and waits until the sites that run here know it.</summary>
    public async Task<int> OrderAsync(DirectoryOrderKind kind, string? name, ScramKeys? keys, CancellationToken ct)
    {
        var answer = await site.OrderAsync(
            new DirectoryOrder
            {
                Organization = organization, Kind = kind, Addresses = [user], PasswordName = name,
                Keys = keys?.ToString(),
            }, ct).ConfigureAwait(false);
        Say(answer);
        if (!answer.Ok)
        {
            return ExitCode.No;
        }

        foreach (var (here, knows) in await WaitAsync(answer.Number, ct).ConfigureAwait(false))
        {
            await Console.Error.WriteLineAsync(
                knows ? $"{here} knows it" : $"{here} does not know it yet; it is told as soon as it can be reached")
                .ConfigureAwait(false);
        }

        return ExitCode.Good;
    }

    public void Dispose() => sites.Dispose();

    private static void Say(DirectoryAnswer answer)
    {
        foreach (var fault in answer.Faults)
        {
            Console.Error.WriteLine($"causeway: {fault}");
        }

        foreach (var change in answer.Changes)
        {
            Console.Error.WriteLine(change);
        }
    }

    private async Task<IReadOnlyList<(string Site, bool Knows)>> WaitAsync(long number, CancellationToken ct)
    {
        var clients = DataFolder.Folders(data).Select(ApiClient.TryOpen).OfType<ApiClient>().ToList();
        try
        {
            return await Task.WhenAll(clients.Select(client => LookAsync(client, number, ct)))
                .ConfigureAwait(false) is { } seen ? [.. seen.OfType<(string, bool)>()] : [];
        }
        finally
        {
            clients.ForEach(client => client.Dispose());
        }
    }

    // Null for a site that is told no passwords.
    private async Task<(string Site, bool Knows)?> LookAsync(ApiClient client, long number, CancellationToken ct)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (true)
        {
            // Asked for nobody's rows: the number is what counts.
            var listings = await client.ListRecipientsAsync(organization, "\0", ct).ConfigureAwait(false);
            if (listings is not [{ IsWhole: true } listing, ..])
            {
                return null;
            }

            var knows = listing.Number >= number;
            if (knows || TimeProvider.System.GetElapsedTime(began) > LongestWait)
            {
                return (client.Site, knows);
            }

            await Task.Delay(BetweenLooks, TimeProvider.System, ct).ConfigureAwait(false);
        }
    }
}
