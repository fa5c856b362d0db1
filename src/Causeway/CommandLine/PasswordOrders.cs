using Causeway.Admin;
using Causeway.Core.Addresses;
using Causeway.Keeping;
using Causeway.Transport.Submission;

namespace Causeway.CommandLine;

/// <summary>Changes to the credentials of the sites below a folder, each recorded in the site's audit log.</summary>
internal static class PasswordOrders
{
    /// <summary>The user and the sites; null, and a message on stderr, where one of them is not there.</summary>
    public static async Task<(EmailAddress User, IReadOnlyList<SiteFolder> Sites, int Fault)> FindAsync(
        string text, string data)
    {
        if (!EmailAddress.TryParse(text, out var user))
        {
            await Console.Error.WriteLineAsync($"causeway: '{text}' is no mail address; write local@domain.")
                .ConfigureAwait(false);
            return (default, [], ExitCode.Usage);
        }

        var sites = DataFolder.Folders(data);
        if (sites.Count == 0)
        {
            await Console.Error.WriteLineAsync(
                $"causeway: {data} holds no site's data; start the site once with `causeway up`.")
                .ConfigureAwait(false);
            return (default, [], ExitCode.CouldNotRun);
        }

        return (user, sites, ExitCode.Good);
    }

    /// <summary>
    /// Changes the user's keys at every site, says so for each, and returns the exit code; null leaves them.
    /// </summary>
    public static async Task<int> ChangeAsync(
        IReadOnlyList<SiteFolder> sites, EmailAddress user, AuditNote note, string done,
        Func<UserKeys, UserKeys?> change, CancellationToken ct)
    {
        var result = ExitCode.Good;
        foreach (var site in sites)
        {
            try
            {
                if (await ChangeAsync(site, user, note, change, ct).ConfigureAwait(false))
                {
                    Console.WriteLine($"{done} at {site.Site}");
                }
            }
            catch (Exception fault) when (fault is IOException or InvalidDataException
                or UnauthorizedAccessException or HttpRequestException)
            {
                result = ExitCode.CouldNotRun;
                await Console.Error.WriteLineAsync($"causeway: not {done} at {site.Site}: {fault.Message}")
                    .ConfigureAwait(false);
            }
        }

        return result;
    }

    // First the note, then the change: what cannot be recorded is not done.
    private static async Task<bool> ChangeAsync(
        SiteFolder site, EmailAddress user, AuditNote note, Func<UserKeys, UserKeys?> change, CancellationToken ct)
    {
        site.Checked();
        var file = new CredentialFile(site.Credentials);
        if (change(file.Read()[user]) is null)
        {
            return false;
        }

        using var running = ApiClient.TryOpen(site);
        if (running is not null)
        {
            await running.NoteAsync(note, ct).ConfigureAwait(false);
            file.Change(before => before.With(change(before[user]) ?? before[user]));
            return true;
        }

        var stopped = StoppedSite.Hold(site.Path, TimeProvider.System);
        await using (stopped.ConfigureAwait(false))
        {
            await stopped.NoteAsync(note.What, note.Subject, note.Before, note.After, ct).ConfigureAwait(false);
            file.Change(before => before.With(change(before[user]) ?? before[user]));
        }

        return true;
    }
}
